import type { Binding } from '../../src/evidence/binding.ts'
import type { Value } from '../../src/kernel/fact.ts'
import type { SubjectKind } from '../../src/subject/subject.ts'

/** An independent program that reports the same fact at the same time. */
export interface Witness {
  readonly subject: SubjectKind
  readonly fact: string
  /** The only field of the fact that it reports; absent if it reports all of it. */
  readonly field?: string
  /** What a subject must have for this witness; absent if it knows every subject. */
  readonly knows?: keyof Binding
  /** Why the whole scene has the same value; absent if it must not. */
  readonly alike?: string
  /** The query, as a shell line. */
  readonly ask: (who: Binding) => string
  /** Its answer, in the form of the fact. */
  readonly read: (answer: string) => Value
}

/** Words, sorted: programs list in their own order. */
export const wordsOf = (answer: string) => answer.split(/\s+/).filter(Boolean).sort()

/** Lines, each split at blanks. */
export const rowsOf = (answer: string) =>
  answer
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => line.trim().split(/\s+/))

export const numberOf = (answer: string) =>
  /^(max|unlimited)$/.test(answer.trim()) ? Number.POSITIVE_INFINITY : Number(answer)
