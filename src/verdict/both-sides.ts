import type { Binding } from '../evidence/binding.ts'
import type { Sample } from '../evidence/evidence.ts'
import type { OutsideReading } from '../evidence/reading.ts'
import type { Value } from '../evidence/value.ts'
import { type Fact, isRecord, type ValueType } from '../kernel/fact.ts'
import { type OutsideFact, startOfProcess } from '../kernel/outside-fact.ts'
import { fillNames } from '../kernel/source.ts'
import { fitValue } from './fit-value.ts'
import { sameValue } from './same-value.ts'

/** What the memory of the machine says of a fact, in the walks before and after a look. */
export type SeenOutside =
  /** Nothing: it was not looked at from outside, or a walk does not show it. */
  | { readonly is: 'untold' }
  /** In both walks the same; null where there is no such object. */
  | { readonly is: 'steady'; readonly value: Value | null }
  | { readonly is: 'changed'; readonly values: readonly [Value | null, Value | null] }
  /** It could not be read, or was that of another process. */
  | { readonly is: 'unsettled' }

export function seenOutside(
  { outside: fact, value: type }: Pick<Fact, 'outside' | 'value'>,
  binding: Binding,
  sample: Sample,
): SeenOutside {
  const found = fact && findOutside(fact, type, binding, sample)
  if (!found) return { is: 'untold' }
  if ('torn' in found) return { is: 'unsettled' }
  const start = findOutside(startOfProcess, { type: 'count' }, binding, sample)
  if (start && 'after' in start && start.value !== null && start.after !== null) return { is: 'unsettled' }
  const { value, after = value } = found
  return alike(fact, value, after) ? { is: 'steady', value } : { is: 'changed', values: [value, after] }
}

/** How what was read inside stands to what was seen outside. */
export type Sides =
  /** Both say the same; or it has changed meanwhile, and `others` are what it was before and after. */
  | { readonly is: 'agreed'; readonly others: readonly Value[] }
  | { readonly is: 'contradicted'; readonly outside: Value | null }
  | { readonly is: 'unsettled' }

/** Compares a value that was read inside, null for no such object, with what was seen outside. */
export function compareSides(
  inside: Value | null,
  outside: Exclude<SeenOutside, { is: 'untold' }>,
  fact: OutsideFact,
): Sides {
  if (outside.is === 'unsettled') return outside
  if (outside.is === 'steady' && alike(fact, inside, outside.value)) return { is: 'agreed', others: [] }
  if (outside.is === 'steady' && !(fact.varies && outside.value !== null && inside !== null))
    return { is: 'contradicted', outside: outside.value }
  const values = outside.is === 'steady' ? [outside.value] : outside.values
  const others = values.flatMap(value => (value === null ? [] : [value]))
  if (inside === null || others.length < values.length) return { is: 'unsettled' }
  return { is: 'agreed', others }
}

/** Undefined where it was not told, and where what is kept of it is no value of that type. */
function findOutside(
  fact: OutsideFact,
  type: ValueType,
  binding: Binding,
  sample: Sample,
): OutsideReading | undefined {
  const source = fillNames(fact.source, binding)
  const found = sample.outside?.find(reading => reading.source === source)
  if (!found || 'torn' in found) return found
  const fitted = (value: Value | null) => (value === null ? null : fitValue(value, type))
  const [value, after] = [fitted(found.value), fitted(found.after ?? null)]
  if (value === undefined || after === undefined) return undefined
  return { source: found.source, value, ...(found.after !== undefined && { after }) }
}

/** Whether two values are the same as far as the second one is told: a walk does not show each field of a record. */
function alike({ unordered }: OutsideFact, value: Value | null, told: Value | null): boolean {
  if (value === null || told === null) return value === told
  if (isRecord(value) && isRecord(told))
    return Object.keys(told).every(
      field => Object.hasOwn(value, field) && sameValue(value[field], told[field]),
    )
  return unordered ? sameValue(sorted(value), sorted(told)) : sameValue(value, told)
}

const sorted = (value: Value): Value => (Array.isArray(value) ? value.toSorted() : value)
