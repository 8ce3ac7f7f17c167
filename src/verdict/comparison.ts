import type { Gap } from '../evidence/reading.ts'
import type { Reason } from '../evidence/reason.ts'
import { isRecord, type Value } from '../kernel/fact.ts'
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
  /** The same value when the step began, or why it is not known. */
  before(): Before
  /** The same value of `host` or of a named process, or why there is none. */
  compared(as: string): Compared
  /** The number of a named process, or why there is none. */
  numberOf(name: string): Compared
}

export type Compared = { readonly value: Value } | NoValue

/** `value` is absent where there was no such thing yet. */
export type Before = { readonly value?: Value } | { readonly reason: Reason }

/** The same comparison, one field down. */
export function below(comparison: Comparison, field: string): Comparison {
  return {
    ...comparison,
    before: () => {
      const whole = comparison.before()
      if ('reason' in whole) return whole
      const value = isRecord(whole.value) ? whole.value[field] : undefined
      return value === undefined ? {} : { value }
    },
    compared: as => {
      const whole = comparison.compared(as)
      if (!('value' in whole)) return whole
      const value = isRecord(whole.value) ? whole.value[field] : undefined
      return value === undefined ? { fail: `there is no ${field} of ${as} to compare with` } : { value }
    },
  }
}
