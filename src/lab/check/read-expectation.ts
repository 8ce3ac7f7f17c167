import type { Node, YAMLMap, YAMLSeq } from 'yaml'
import { isMap, isScalar, isSeq } from 'yaml'
import type { ValueType } from '../../kernel/fact.ts'
import type { Entry } from '../document/node.ts'
import { describe, entriesOf, isNothing } from '../document/node.ts'
import { meantInstead, onlyItem } from '../fix/candidate.ts'
import type { Expectation } from '../lab.ts'
import { complainOfNothing } from '../shape/read-fields.ts'
import { suggest } from '../suggest.ts'
import type { Asked } from './asked.ts'
import { asElement, onlyThese } from './read-elements.ts'
import { matcherIn, matchersOf, readMatcher } from './read-matcher.ts'
import { readScalar } from './read-scalar.ts'
import { typeWords } from './type-words.ts'

/** What the author expects of a fact of this type; undefined when it makes no sense, which is reported. */
export function readExpectation(asked: Asked, type: ValueType): Expectation | undefined {
  const { key, value } = asked.entry
  if (isNothing(value))
    return complainOfNothing(asked.scope.file, { ...asked.entry, name: String(key.value) })
  if (isScalar(value)) return readScalar(asked, value, type)
  if (isSeq(value)) return readItems(asked, value, type)
  if (!isMap(value)) return undefined
  const matcher = matcherIn(value, type)
  return matcher ? readMatcher(asked, value, type, matcher, readExpectation) : readRecord(asked, value, type)
}

/** A list says what must be in a list, or which texts must be in a text; an empty one, that nothing is in a list. */
function readItems(asked: Asked, seq: YAMLSeq, type: ValueType): Expectation | undefined {
  const of = type.type === 'list' ? type.of : type.type === 'text' ? type : undefined
  if (!of) return complainOfShape(asked, seq, type)
  const { name } = asked.entry
  if (seq.items.length === 0 && type.type === 'list') return onlyThese(asked, [], type, readExpectation)
  if (seq.items.length === 0) {
    return asked.scope.file.complain(seq, 'always-true', { key: name, what: 'an empty list' })
  }
  const items = (seq.items as Node[]).map(item => readItem(asked, item, type, of))
  const complete = items.filter(item => item !== undefined)
  if (complete.length < items.length) return undefined
  return { text: complete.map(({ text }) => text).join(', '), match: 'contain', items: complete }
}

function readItem(asked: Asked, item: Node, type: ValueType, of: ValueType): Expectation | undefined {
  const { key, name } = asked.entry
  if (type.type === 'text' && isSeq(item)) return complainOfShape(asked, item, type)
  return readExpectation({ ...asElement(asked), entry: { name, key, value: item } }, of)
}

function readRecord(asked: Asked, map: YAMLMap, type: ValueType): Expectation | undefined {
  if (type.type !== 'record' && type.type !== 'map') return complainOfMap(asked, map, type)
  const { file } = asked.scope
  const { name } = asked.entry
  const entries = entriesOf(map)
  if (entries.length === 0) {
    return file.complain(map, 'always-true', { key: name, what: 'an empty map' })
  }
  const fields = entries.flatMap(entry => {
    const of = fieldType(asked, entry, type)
    const field = of && readExpectation({ ...asked, entry }, of)
    return field ? [[entry.name, field] as const] : []
  })
  if (fields.length < entries.length) return undefined
  const text = fields.map(([name, { text }]) => `${name} ${text}`).join(', ')
  return { text, match: 'fields', fields: Object.fromEntries(fields) }
}

function fieldType(
  asked: Asked,
  { name, key }: Entry,
  type: Extract<ValueType, { type: 'record' | 'map' }>,
): ValueType | undefined {
  if (type.type === 'map') {
    if (!type.keys || type.keys.pattern.test(name)) return type.of
    const { expected } = type.keys
    return asked.scope.file.complain(key, 'wrong-value', {
      key: `a key of ${asked.entry.name}`,
      expected,
      found: describe(key),
    })
  }
  if (Object.hasOwn(type.fields, name)) return type.fields[name]
  const known = Object.keys(type.fields)
  const meant = suggest(name, known)
  const fixes = meantInstead(key, meant)
  return asked.scope.file.complain(
    key,
    'unknown-field',
    { field: name, of: asked.entry.name, meant, known },
    { fixes },
  )
}

function complainOfMap({ scope, entry }: Asked, map: YAMLMap, type: ValueType): undefined {
  const [first] = entriesOf(map)
  const known = matchersOf(type)
  const meant = first && suggest(first.name, known)
  const args = { key: entry.name, found: first?.name ?? '{}', meant, expected: typeWords(type), known }
  const fixes = first ? meantInstead(first.key, meant) : []
  scope.file.complain(first?.key ?? map, 'unknown-matcher', args, { fixes })
}

function complainOfShape({ scope, entry }: Asked, node: Node, type: ValueType): undefined {
  const found = describe(node)
  const fixes = onlyItem(scope.file, node)
  scope.file.complain(node, 'wrong-value', { key: entry.name, expected: typeWords(type), found }, { fixes })
}
