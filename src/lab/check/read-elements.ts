import type { Node } from 'yaml'
import { isScalar, isSeq } from 'yaml'
import type { ValueType } from '../../kernel/fact.ts'
import { describe, type Entry } from '../document/node.ts'
import { asList } from '../fix/candidate.ts'
import type { Expectation } from '../lab.ts'
import type { Asked, ReadExpectation } from './asked.ts'

/** Whether values of this type have elements that can be told one by one. */
export const hasElements = ({ type }: ValueType): boolean => type === 'list' || type === 'map'

/** `only`: each element of a list, or each key of a map, and nothing else. */
export function readOnly(
  asked: Asked,
  type: ValueType,
  entries: ReadonlyMap<string, Entry>,
  readInner: ReadExpectation,
): Expectation | undefined {
  const { file } = asked.scope
  const { value, key = asked.entry.key } = entries.get('only') ?? {}
  if (!isSeq(value)) {
    const expected = type.type === 'map' ? 'a list of all keys' : 'a list of all that is in it'
    const args = { key: 'only', expected, found: describe(value) }
    return file.complain(value ?? key, 'wrong-value', args, {
      fixes: isScalar(value) ? asList(file, value) : [],
    })
  }
  return onlyThese(asked, value.items as Node[], type, readInner)
}

/** These items and no other; none: it is empty. */
export function onlyThese(
  asked: Asked,
  items: readonly Node[],
  type: ValueType,
  readInner: ReadExpectation,
): Expectation | undefined {
  const { key, name } = asked.entry
  const of: ValueType = type.type === 'list' ? type.of : { type: 'text' }
  const read = items.map(value => readInner({ ...asElement(asked), entry: { name, key, value } }, of))
  const complete = read.filter(item => item !== undefined)
  if (complete.length < items.length) return undefined
  const text = items.length === 0 ? 'empty' : `only ${complete.map(({ text }) => text).join(', ')}`
  return { text, match: 'only', items: complete }
}

/** `count`: how many there are. */
export function readCount(
  asked: Asked,
  _: ValueType,
  entries: ReadonlyMap<string, Entry>,
  readInner: ReadExpectation,
): Expectation | undefined {
  const entry = { ...(entries.get('count') ?? asked.entry), name: 'count' }
  const of = readInner({ ...asElement(asked), comparable: false, entry }, { type: 'count' })
  return of && { text: `${of.text} in number`, match: 'count', of }
}

/** One element of a value has no other to be compared with: neither earlier nor of another subject. */
export const asElement = (asked: Asked): Asked => ({ ...asked, hasPast: false, beside: undefined })
