import type { Binding } from '../../src/evidence/binding.ts'
import type { Value } from '../../src/kernel/fact.ts'
import type { SubjectKind } from '../../src/subject/subject.ts'

/** Another program that is asked about the same thing at the same time. */
export interface Witness {
  readonly subject: SubjectKind
  readonly fact: string
  /** The one field of the fact that it can speak of; absent when it knows all of it. */
  readonly field?: string
  /** What must be known of whom it is asked about; absent when it knows everybody. */
  readonly knows?: keyof Binding
  /** What is asked, as a shell line. */
  readonly ask: (who: Binding) => string
  /** Its answer in the words of the fact. */
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
