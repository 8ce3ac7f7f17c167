import type { Binding } from '../evidence/binding.ts'
import type { Reading, Sample } from '../evidence/evidence.ts'
import type { Fact, Value } from '../kernel/fact.ts'
import { bindSource, sourceName } from '../kernel/source.ts'
import { Unreadable } from '../linux/unreadable.ts'

/** The texts of a fact in one sample, and what they say. */
export type FactReading =
  | { readonly is: 'known'; readonly value: Value; readonly texts: readonly SourceText[] }
  /** The kernel refused one of the sources. */
  | { readonly is: 'refused'; readonly source: string; readonly errno: string; readonly message: string }
  /** A text is not what the kernel documents. */
  | { readonly is: 'unreadable'; readonly texts: readonly SourceText[]; readonly message: string }
  /** Nobody looked. */
  | { readonly is: 'unread'; readonly source?: string }

export interface SourceText {
  readonly source: string
  readonly text: string
  /** Bytes of it that were not kept. Default 0. */
  readonly missing?: number
}

/** Finds what a fact of a subject rests on in a sample, and parses it. */
export function readFact(fact: Fact, binding: Binding, sample: Sample): FactReading {
  const texts: SourceText[] = []
  for (const unbound of fact.sources) {
    const bound = bindSource(unbound, binding)
    if (!bound) return { is: 'unread' }
    const reading = findReading(sample, sourceName(bound))
    if (!reading) return { is: 'unread', source: sourceName(bound) }
    const { source } = reading
    if ('text' in reading) texts.push({ source, text: reading.text })
    else if (fact.emptyFor?.includes(reading.errno)) texts.push({ source, text: '' })
    else return { is: 'refused', source, errno: reading.errno, message: reading.message }
  }
  return parseTexts(fact, texts, binding)
}

/** What a refused reading says: `ENOENT: no such file or directory`, without the path, which stands beside it. */
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
  return sample.readings.find(reading => reading.source === source)
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
