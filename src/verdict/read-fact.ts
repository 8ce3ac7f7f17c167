import type { Binding } from '../evidence/binding.ts'
import type { Sample } from '../evidence/evidence.ts'
import type { Reading } from '../evidence/reading.ts'
import type { Fact, Source, Value } from '../kernel/fact.ts'
import { bindSource, sourceName } from '../kernel/source.ts'
import { shownSource } from '../kernel/typed-line.ts'
import { canonicalErrno } from '../linux/errno.ts'
import { Unreadable } from '../linux/unreadable.ts'
import { quote } from '../plan/shell-syntax.ts'
import { bindingPlan, type Subject } from '../subject/subject.ts'

/** What one sample says of a fact. */
export type FactReading =
  | { readonly is: 'known'; readonly value: Value; readonly texts: readonly SourceText[] }
  /** The kernel refused one of the sources. */
  | {
      readonly is: 'refused'
      readonly reading: Extract<Reading, { errno: string }>
      /** As a person types it. */
      readonly shown: string
    }
  /** A text is not what the kernel documents. */
  | { readonly is: 'unreadable'; readonly texts: readonly SourceText[]; readonly message: string }
  /** The source is not in the sample. */
  | { readonly is: 'unread'; readonly source?: string }

export interface SourceText {
  /** As a person types it. */
  readonly source: string
  readonly text: string
  /** How many bytes of it were not kept. Default 0. */
  readonly missing?: number
}

/** Reads a fact of a subject from a sample; without the subject, sources are named as for any process. */
export function readFact(fact: Fact, binding: Binding, sample: Sample, subject?: Subject): FactReading {
  const texts: SourceText[] = []
  for (const unbound of fact.sources) {
    const bound = bindSource(unbound, binding)
    if (!bound) return { is: 'unread' }
    const reading = findReading(sample, sourceName(bound))
    if (!reading) return { is: 'unread', source: sourceName(bound) }
    const shown = sourceShown(unbound, subject, binding)
    if ('text' in reading) texts.push({ source: shown, text: reading.text })
    else if (fact.emptyFor?.includes(reading.errno)) texts.push({ source: shown, text: '' })
    else return { is: 'refused', reading, shown }
  }
  return parseTexts(fact, texts, binding)
}

/** What a person types to see what a source of a subject holds; who looks at the machine needs no number of a process. */
export function sourceShown(source: Source, subject: Subject | undefined, binding: Binding): string {
  const isMachine = subject !== undefined && bindingPlan(subject).process === 'machine'
  return shownSource(source, isMachine ? { ...binding, pid: 'self' } : binding, quote) ?? ''
}

/** The error of a failed read: `ENOENT: no such file or directory`, without the path, which stands beside it. */
export function refusalText({
  errno,
  message,
}: {
  readonly errno: string
  readonly message: string
}): string {
  const words = message.replace(/, \w+ '.*'$/s, '')
  return words.includes(errno) ? words : `${errno}: ${words}`
}

export function findReading(sample: Sample, source: string): Reading | undefined {
  const reading = sample.readings.find(reading => reading.source === source)
  return reading && 'errno' in reading ? { ...reading, errno: canonicalErrno(reading.errno) } : reading
}

function parseTexts(fact: Fact, texts: readonly SourceText[], binding: Binding): FactReading {
  try {
    const value = fact.parse(
      texts.map(({ text }) => text),
      binding,
    )
    return { is: 'known', value, texts }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { is: 'unreadable', texts, message: error.message }
  }
}
