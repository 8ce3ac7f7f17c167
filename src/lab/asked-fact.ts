import { type Fact, fieldType, isRecord, type Value, type ValueType } from '../kernel/fact.ts'
import { definitionOf, type Subject } from '../subject/subject.ts'
import type { Question } from './lab.ts'

/** The fact that answers a question. */
export interface AskedFact {
  /** `pid.outside`. */
  readonly name: string
  readonly fact: Fact
  /** Of the answer. */
  readonly type: ValueType
  /** The field of the fact itself that has the answer: `some` of `some.total`. */
  readonly field?: string
  /** The answer within the value of the fact; undefined where it has no such field. */
  readonly pick: (value: Value) => Value | undefined
}

/** The fact and the field that a question names; undefined where the subject has none that is read from the kernel. */
export function askedFact({
  subject,
  fact: name,
  field,
}: Pick<Question, 'subject' | 'fact' | 'field'>): AskedFact | undefined {
  const fact = factNamed(subject, name)
  if (!fact) return undefined
  if (field === undefined) return { name, fact, type: fact.value, pick: value => value }
  const part = partOf(fact.value, field)
  if (!part) return undefined
  return {
    name: fact.value.type === 'record' && fact.value.bare === field ? name : `${name}.${field}`,
    fact: fact.part?.(field) ?? fact,
    ...part,
  }
}

/** A field, or a field of a field: keys of maps can have dots in them, too. */
function partOf(
  type: ValueType,
  field: string,
): (Pick<AskedFact, 'type' | 'pick'> & { readonly field: string }) | undefined {
  const whole = fieldType(type, field)
  if (whole) return { field, type: whole, pick: value => fieldOf(value, field) }
  for (const { index } of field.matchAll(/\./g)) {
    const [outer, inner] = [field.slice(0, index), field.slice(index + 1)]
    const outerType = fieldType(type, outer)
    const part = outerType && partOf(outerType, inner)
    if (part) return { ...part, field: outer, pick: value => pickWithin(part.pick, fieldOf(value, outer)) }
  }
  return undefined
}

const fieldOf = (value: Value, field: string) =>
  isRecord(value) && Object.hasOwn(value, field) ? value[field] : undefined

const pickWithin = (pick: AskedFact['pick'], value: Value | undefined) =>
  value === undefined ? undefined : pick(value)

function factNamed(subject: Subject, name: string): Fact | undefined {
  const { facts, record } = definitionOf(subject)
  return record || !Object.hasOwn(facts, name) ? undefined : facts[name]
}

/** What can be answered in one word or number. */
export const isAnswerable = ({ type }: ValueType): boolean => !['list', 'record', 'map'].includes(type)
