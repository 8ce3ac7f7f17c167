import type { Gap } from '../evidence/evidence.ts'
import { isRecord, type Value } from '../kernel/fact.ts'

/** What a comparison may need beyond the value itself. */
export interface Comparison {
  /** Who says what was observed: `the kernel says`, `it was`. */
  readonly speaker: string
  /** How long the step took, milliseconds. */
  readonly duration?: number
  /** Bytes in which the kernel keeps sizes of this fact, rounding down. */
  readonly page?: number
  /** Where something of the value, which is a text, was not kept. Default: nowhere. */
  readonly gaps?: readonly Gap[]
  /** The same value of `host` or of a named process; undefined when it is not known. */
  compared(as: string): Value | undefined
}

/** The same comparison, one field down. */
export function below(comparison: Comparison, field: string): Comparison {
  return {
    ...comparison,
    compared: as => {
      const whole = comparison.compared(as)
      return isRecord(whole) ? whole[field] : undefined
    },
  }
}
