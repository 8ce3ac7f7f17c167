import type { Binding } from '../evidence/binding.ts'
import type { Observed } from '../evidence/observation.ts'
import type { Fact } from '../kernel/fact.ts'
import { type Quoted, wholeTexts } from '../kernel/quote.ts'
import { excerpt } from './excerpt.ts'
import type { SourceText } from './read-fact.ts'
import type { FactVerdict } from './verdict.ts'

/** A fact of one subject as it was read. */
export interface Texts {
  readonly texts: readonly SourceText[]
  readonly binding: Binding
  /** Default: inside. */
  readonly seen?: Observed
  /** Of a record: the fields that were seen from outside, too. Default: all of it was seen alike. */
  readonly fields?: readonly string[]
}

const mostPieces = 3

/** The pieces of the texts of a fact that its value comes from, each with the source that it was read from. */
export function evidenceOf(
  { quote }: Pick<Fact, 'quote'>,
  { texts, binding, seen }: Texts,
  which: Omit<Quoted, 'binding'> = {},
): FactVerdict['evidence'] {
  // What is seen from outside is no text of the kernel that could be quoted line by line.
  const pieces = (seen === 'outside' ? wholeTexts : quote)(
    texts.map(({ text }) => text),
    { binding, ...which },
  )
  return pieces.slice(0, mostPieces).flatMap(({ source: index, text, at }) => {
    const from = texts[index]
    if (!from) return []
    const { source, missing } = from
    return [{ source, excerpt: excerpt(text, { ...(at && { at }), ...(missing && { missing }) }) }]
  })
}
