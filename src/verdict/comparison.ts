import type { Observed } from '../evidence/observation.ts'
import type { Gap } from '../evidence/reading.ts'
import type { Reason } from '../evidence/reason.ts'
import { isRecord, type Value } from '../kernel/fact.ts'
import { type Subject, subjectWords } from '../subject/subject.ts'
import type { NoValue } from './refusal.ts'

/** What a comparison may need beyond the value itself. */
export interface Comparison {
  /** Begins the sentence that ends with the observed value: `the kernel says`, `it printed`. */
  readonly speaker: string
  /** How long the step took, milliseconds. */
  readonly duration?: number
  /** Bytes in which the kernel keeps sizes of this fact, rounding down. */
  readonly page?: number
  /** Where parts of the value, a text, were not kept. Default: nowhere. */
  readonly gaps?: readonly Gap[]
  /** The same value when the step began, or at the end of an earlier one, or why it is not known. */
  before(step?: string): Before
  /** The same value of another subject, or why there is none. */
  compared(as: Subject): Compared
  /** The number of a named process, or why there is none. */
  numberOf(name: string): { readonly value: number } | NoValue
}

/** `before` is its value when the step began. */
export type Compared = { readonly value: Value; before(): Before } | NoValue

/** `value` is absent where there was no such thing yet. */
export type Before = { readonly value?: Value; readonly seen?: Observed } | { readonly reason: Reason }

/** The same comparison, one field down. */
export function below(comparison: Comparison, field: string): Comparison {
  return {
    ...comparison,
    before: step => beforeIn(comparison.before(step), field),
    compared: as => {
      const whole = comparison.compared(as)
      if (!('value' in whole)) return whole
      const value = fieldOf(whole.value, field)
      if (value === undefined) return { fail: `there is no ${field} of ${subjectWords(as)} to compare with` }
      return { value, before: () => beforeIn(whole.before(), field) }
    },
  }
}

function beforeIn(whole: Before, field: string): Before {
  if ('reason' in whole) return whole
  const value = fieldOf(whole.value, field)
  return value === undefined ? {} : { value }
}

const fieldOf = (whole: Value | undefined, field: string) =>
  isRecord(whole) && Object.hasOwn(whole, field) ? whole[field] : undefined
