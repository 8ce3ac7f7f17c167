import type { Observed } from '../evidence/observation.ts'
import { isRecord, type Value } from '../kernel/fact.ts'
import type { Texts } from './evidence-of.ts'

/** Where a field of a fact, or without one all of it, was seen: a walk does not show each field of a record. */
export function seenPart(
  { seen = 'inside', fields, value }: Pick<Texts, 'seen' | 'fields'> & { readonly value?: Value },
  field: string | undefined,
): Observed {
  if (fields === undefined || seen === 'inside') return seen
  const asked = field === undefined ? Object.keys(isRecord(value) ? value : {}) : [field]
  return asked.every(each => fields.includes(each)) ? seen : 'inside'
}
