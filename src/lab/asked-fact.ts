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
  const type = fieldType(fact.value, field)
  if (!type) return undefined
  return {
    name: fact.value.type === 'record' && fact.value.bare === field ? name : `${name}.${field}`,
    fact: fact.part?.(field) ?? fact,
    type,
    pick: value => (isRecord(value) && Object.hasOwn(value, field) ? value[field] : undefined),
  }
}

function factNamed(subject: Subject, name: string): Fact | undefined {
  const { facts, record } = definitionOf(subject)
  return record || !Object.hasOwn(facts, name) ? undefined : facts[name]
}

/** What can be answered in one word or number. */
export const isAnswerable = ({ type }: ValueType): boolean => !['list', 'record', 'map'].includes(type)
