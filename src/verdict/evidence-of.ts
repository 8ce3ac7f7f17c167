import type { Binding } from '../evidence/binding.ts'
import { type Fact, isRecord, type Value } from '../kernel/fact.ts'
import { Unreadable } from '../linux/unreadable.ts'
import { excerpt, type Saying } from './excerpt.ts'
import type { Finding } from './finding.ts'
import type { SourceText } from './read-fact.ts'
import { sameValue } from './same-value.ts'
import type { FactVerdict } from './verdict.ts'

/** A judged fact, and how it would have been judged of another text. */
export interface Judged {
  readonly name: string
  readonly fact: Pick<Fact, 'parse'>
  readonly binding: Binding
  readonly texts: readonly SourceText[]
  readonly value: Value
  readonly field: string | undefined
  /** What it was compared with. */
  readonly others: readonly SourceText[]
  readonly matched: boolean
  readonly find: (value: Value) => Finding
}

/** For each source that matters, the lines that say it. */
export function evidenceOf(judged: Judged): FactVerdict['evidence'] {
  const { texts, others, field, name } = judged
  const names = field === undefined ? [name] : [field, name]
  return [
    ...relevant(texts, judged).map(({ source, text, missing }) => ({
      source,
      excerpt: excerpt(text, other => says(judged, source, other), names, missing),
    })),
    ...named(others, field).map(({ source, text }) => ({ source, excerpt: excerpt(text, () => undefined) })),
  ]
}

const mostSources = 3

/** Of several sources, those without which the fact would not be known. */
function relevant(texts: readonly SourceText[], judged: Judged): readonly SourceText[] {
  if (texts.length <= 1) return texts
  const byName = named(texts, judged.field)
  if (byName.length < texts.length) return byName
  const needed = texts.filter(({ source }) => says(judged, source, '') !== 'same')
  return (needed.length > 0 ? needed : texts).slice(0, mostSources)
}

/** `namespaces.pid` is said by the file called `pid`. */
function named(texts: readonly SourceText[], field: string | undefined): readonly SourceText[] {
  const hits = texts.filter(({ source }) => source.split('/').at(-1) === field)
  return hits.length > 0 ? hits : texts
}

/** What the fact would be with another text in one source; a match that still is one says the same. */
function says(judged: Judged, source: string, text: string): Saying {
  const { fact, binding, texts, value, field, matched, find } = judged
  const other = texts.map(each => (each.source === source ? text : each.text))
  const parsed = tryParse(fact, other, binding)
  if (parsed === undefined) return undefined
  if (sameValue(part(parsed, field), part(value, field))) return 'same'
  return matched && isLong(part(value, field)) && find(parsed).matched === true ? 'same' : 'other'
}

/** A text or a list may say what was asked in one of its lines. */
const isLong = (value: Value | undefined) => typeof value === 'string' || Array.isArray(value)

const part = (value: Value, field: string | undefined) =>
  field === undefined || !isRecord(value) ? value : value[field]

/** The texts tried here are cut ones: that they do not parse is an answer, not an error. */
function tryParse(fact: Pick<Fact, 'parse'>, texts: readonly string[], binding: Binding): Value | undefined {
  try {
    return fact.parse(texts, binding)
  } catch (error) {
    if (error instanceof Unreadable) return undefined
    throw error
  }
}
