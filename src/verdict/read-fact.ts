import type { Binding } from '../evidence/binding.ts'
import type { Sample } from '../evidence/evidence.ts'
import type { Observed } from '../evidence/observation.ts'
import type { Reading } from '../evidence/reading.ts'
import { type Fact, isRecord, type Source, type Value } from '../kernel/fact.ts'
import type { OutsideFact } from '../kernel/outside-fact.ts'
import { bindSource, fillNames, sourceName } from '../kernel/source.ts'
import { shownSource } from '../kernel/typed-line.ts'
import { canonicalErrno } from '../linux/errno.ts'
import { Unreadable } from '../linux/unreadable.ts'
import { quote } from '../plan/shell-syntax.ts'
import type { Presence } from '../subject/presence.ts'
import { bindingPlan, type Subject } from '../subject/subject.ts'
import { compareSides, type SeenOutside, seenOutside } from './both-sides.ts'

/** What one sample says of a fact. */
export type FactReading =
  | KnownReading
  /** Both walks say the same from outside, and what was read inside is something else. */
  | {
      readonly is: 'contradicted'
      /** Null: the file is said not to be there. */
      readonly inside: Value | null
      /** Null: there is no such object. */
      readonly outside: Value | null
      readonly texts: readonly SourceText[]
    }
  /** It changed at every look. */
  | { readonly is: 'unsettled' }
  /** The kernel refused one of the sources. */
  | {
      readonly is: 'refused'
      readonly reading: Extract<Reading, { errno: string }>
      /** As a person types it. */
      readonly shown: string
      /** Who has seen that it is not there, if that is why. */
      readonly seen: Observed
    }
  /** A text is not what the kernel documents. */
  | { readonly is: 'unreadable'; readonly texts: readonly SourceText[]; readonly message: string }
  /** The source is not in the sample. */
  | { readonly is: 'unread'; readonly source?: string }

export interface KnownReading {
  readonly is: 'known'
  readonly value: Value
  readonly texts: readonly SourceText[]
  readonly seen: Observed
  /** What it was right before and right after, where that differs. */
  readonly others: readonly Value[]
  /** Of a record: the fields that were seen from outside. */
  readonly fields?: readonly string[]
}

export interface SourceText {
  /** As a person types it. */
  readonly source: string
  readonly text: string
  /** How many bytes of it were not kept. Default 0. */
  readonly missing?: number
}

/** Reads a fact of a subject from a sample, from both sides where both were seen; without the subject, sources are named as for any process. */
export function readFact(fact: Fact, binding: Binding, sample: Sample, subject?: Subject): FactReading {
  const inside = readInside(fact, binding, sample, subject)
  const outside = seenOutside(fact, binding, sample)
  return outside.is === 'untold' ? inside : fromBothSides(inside, outside, fact, binding)
}

/** What could not be read inside is no answer, unless it is said not to be there; what was not asked inside is answered from outside. */
function fromBothSides(
  inside: FactReading,
  outside: Exclude<SeenOutside, { is: 'untold' }>,
  { outside: fact }: Fact,
  binding: Binding,
): FactReading {
  if (!fact) return inside
  if (inside.is === 'unread') return fromOutside(outside, fillNames(fact.source, binding) ?? '') ?? inside
  if (inside.is === 'refused') return refusedInside(inside, outside, fact)
  if (inside.is !== 'known') return inside
  const { value, texts } = inside
  const sides = compareSides(value, outside, fact)
  if (sides.is === 'unsettled') return sides
  if (sides.is === 'contradicted') return { ...sides, inside: value, texts }
  const told = (outside.is === 'steady' ? outside.value : sides.others[0]) ?? undefined
  const fields = isRecord(told) ? { fields: Object.keys(told) } : {}
  const others = sides.others.map(other => completed(other, value))
  return { ...inside, seen: 'inside and outside', others, ...fields }
}

/** What a walk shows of a record, with the fields that only the agent tells. */
const completed = (told: Value, inside: Value): Value =>
  isRecord(told) && isRecord(inside) ? { ...inside, ...told } : told

/** A file of what is seen from outside can be unreadable, but not missing. */
function refusedInside(
  inside: Extract<FactReading, { is: 'refused' }>,
  outside: Exclude<SeenOutside, { is: 'untold' }>,
  fact: OutsideFact,
): FactReading {
  const { errno } = inside.reading
  if (!absences.includes(errno)) return inside
  const sides = compareSides(null, outside, fact)
  if (sides.is === 'agreed') return { ...inside, seen: 'inside and outside' }
  if (sides.is === 'unsettled') return sides
  const text = refusalText(inside.reading)
  return { ...sides, inside: null, texts: [{ source: inside.shown, text }] }
}

/** Errors of a read that say that there is no such file or process. */
const absences: readonly string[] = ['ENOENT', 'ENODEV', 'ESRCH']

function fromOutside(
  outside: Exclude<SeenOutside, { is: 'untold' }>,
  source: string,
): FactReading | undefined {
  if (outside.is === 'unsettled') return outside
  const [value, ...others] = outside.is === 'steady' ? [outside.value] : outside.values
  if (outside.is === 'changed' && outside.values.includes(null)) return { is: 'unsettled' }
  if (value === null || value === undefined) return undefined
  return {
    is: 'known',
    value,
    texts: [{ source: outsideName(source), text: textOf(value) }],
    seen: 'outside',
    others: others.flatMap(each => each ?? []),
  }
}

/** Whether the two sides do not agree on a fact, or it changed meanwhile and is not one that always does: another look may say more. */
export function isDoubtful(fact: Fact | Presence, binding: Binding, sample: Sample): boolean {
  const outside = seenOutside(fact, binding, sample)
  if (outside.is === 'untold') return false
  if (outside.is !== 'steady') return outside.is === 'unsettled' || fact.outside?.varies !== true
  return isContradicted(fact, binding, sample)
}

/** Whether what was read inside is not what both walks say. */
export function isContradicted(fact: Fact | Presence, binding: Binding, sample: Sample): boolean {
  const outside = seenOutside(fact, binding, sample)
  if (outside.is !== 'steady') return false
  const reading = readFact(fact, binding, sample)
  const isGone = reading.is === 'refused' && 'gone' in fact && fact.gone.includes(reading.reading.errno)
  return reading.is === 'contradicted' || (isGone && outside.value !== null)
}

/** Names a reading from outside where commands name those from inside. */
export const outsideName = (source: string): string => `the machine's memory: ${source}`

const textOf = (value: Value) => (typeof value === 'string' ? value : JSON.stringify(value))

function readInside(fact: Fact, binding: Binding, sample: Sample, subject?: Subject): FactReading {
  const texts: SourceText[] = []
  for (const unbound of fact.sources) {
    const bound = bindSource(unbound, binding)
    if (!bound) return { is: 'unread' }
    const reading = findReading(sample, sourceName(bound))
    if (!reading) return { is: 'unread', source: sourceName(bound) }
    const shown = sourceShown(unbound, subject, binding)
    if ('text' in reading) texts.push({ source: shown, text: reading.text })
    else if (fact.emptyFor?.includes(reading.errno)) texts.push({ source: shown, text: '' })
    else return { is: 'refused', reading, shown, seen: 'inside' }
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
    return { is: 'known', value, texts, seen: 'inside', others: [] }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { is: 'unreadable', texts, message: error.message }
  }
}
