import type { Node, YAMLMap } from 'yaml'
import { isScalar, isSeq } from 'yaml'
import type { ValueType } from '../../kernel/fact.ts'
import { machineName } from '../../subject/subject.ts'
import type { Entry } from '../document/node.ts'
import { describe, entriesOf, textOf } from '../document/node.ts'
import { instead } from '../fix/candidate.ts'
import type { Expectation } from '../lab.ts'
import type { Asked, ReadExpectation } from './asked.ts'
import { readAmount } from './read-scalar.ts'
import { quantityOf, typeWords } from './type-words.ts'

/** The matchers that are written as a map with a key of their own. */
export type MatcherKey = keyof typeof matchers

interface MatcherRow {
  /** Further keys, all of which must be there. */
  readonly with: readonly string[]
  /** For which types it makes sense. */
  readonly takes: (type: ValueType) => boolean
  readonly read: (
    asked: Asked,
    type: ValueType,
    entries: ReadonlyMap<string, Entry>,
    readInner: ReadExpectation,
  ) => Expectation | undefined
}

export const matchers = {
  not: { with: [], takes: () => true, read: readNot },
  between: { with: [], takes: isQuantity, read: readBetween },
  within: { with: ['of'], takes: isQuantity, read: readWithin },
  'same-as': { with: [], takes: () => true, read: readSameAs },
  'grown-by': { with: [], takes: isQuantity, read: readGrownBy },
} satisfies Record<string, MatcherRow>

/** The matchers that make sense for a type. */
export function matchersOf(type: ValueType): MatcherKey[] {
  return (Object.keys(matchers) as MatcherKey[]).filter(key => matchers[key].takes(type))
}

/** The matcher that a map is, if any of its keys is one's and no field of the value is called so. */
export function matcherIn(map: YAMLMap, type: ValueType): MatcherKey | undefined {
  if (type.type === 'map') return undefined
  const entry = entriesOf(map).find(
    ({ name }) =>
      Object.hasOwn(matchers, name) && !(type.type === 'record' && Object.hasOwn(type.fields, name)),
  )
  return entry?.name as MatcherKey | undefined
}

/** Reads such a map, and by `readInner` what is inside of it. */
export function readMatcher(
  asked: Asked,
  map: YAMLMap,
  type: ValueType,
  key: MatcherKey,
  readInner: ReadExpectation,
): Expectation | undefined {
  const bare = type.type === 'record' && type.bare !== undefined ? type.bare : undefined
  const row: MatcherRow = matchers[key]
  if (bare !== undefined && !row.takes(type)) return readBare(asked, map, type, bare, key, readInner)
  const entries = new Map(entriesOf(map).map(entry => [entry.name, entry]))
  return isWhole(asked, map, type, key, entries) ? row.read(asked, type, entries, readInner) : undefined
}

/** `cpu.max: {between: [10%, 20%]}` is said of the field that stands for the whole. */
function readBare(
  asked: Asked,
  map: YAMLMap,
  type: ValueType,
  bare: string,
  key: MatcherKey,
  readInner: ReadExpectation,
): Expectation | undefined {
  const field = type.type === 'record' ? type.fields[bare] : undefined
  const of = field && readMatcher(asked, map, field, key, readInner)
  return of && { text: of.text, match: 'fields', fields: { [bare]: of } }
}

function isWhole(
  { scope: { file }, entry }: Asked,
  map: YAMLMap,
  type: ValueType,
  matcher: MatcherKey,
  entries: ReadonlyMap<string, Entry>,
): boolean {
  const row: MatcherRow = matchers[matcher]
  const before = file.count
  for (const { name, key } of entries.values())
    if (name !== matcher && !row.with.includes(name))
      file.complain(key, 'several-keys', { first: matcher, second: name, remedy: 'make two checks of it' })
  for (const key of row.with)
    if (!entries.has(key))
      file.complain(map, 'missing-key', {
        key,
        of: `\`${matcher}\``,
        means: 'what it is measured against, such as `{within: 10%, of: 64MiB}`',
      })
  if (!row.takes(type))
    file.complain(map, 'wrong-matcher', { key: entry.name, matcher, expected: typeWords(type) })
  return file.count === before
}

function readNot(
  asked: Asked,
  type: ValueType,
  entries: ReadonlyMap<string, Entry>,
  readInner: ReadExpectation,
): Expectation | undefined {
  const entry = { ...(entries.get('not') ?? asked.entry), name: asked.entry.name }
  const of = readInner({ ...asked, entry }, type)
  return of && { text: `not ${of.text}`, match: 'not', of }
}

function readBetween(
  asked: Asked,
  type: ValueType,
  entries: ReadonlyMap<string, Entry>,
): Expectation | undefined {
  const { file } = asked.scope
  const node = entries.get('between')?.value
  const [low, high, ...more] = isSeq(node) ? (node.items as Node[]) : []
  if (!node || !low || !high || more.length > 0) {
    const expected = 'a list of two values, the smaller one first'
    return file.complain(node ?? asked.entry.key, 'wrong-value', {
      key: 'between',
      expected,
      found: describe(node),
    })
  }
  const range = [low, high].map(item => readNumberIn(asked, item, type))
  const [from, to] = range
  if (from === undefined || to === undefined) return undefined
  const [lowText = '', highText = ''] = [textOf(low), textOf(high)]
  if (from > to) {
    const fixes = node.range ? instead([node.range[0], node.range[1]], [`[${highText}, ${lowText}]`]) : []
    return file.complain(node, 'empty-range', { low: lowText, high: highText }, { fixes })
  }
  return { text: `between ${lowText} and ${highText}`, match: 'between', low: from, high: to }
}

function readWithin(
  asked: Asked,
  type: ValueType,
  entries: ReadonlyMap<string, Entry>,
): Expectation | undefined {
  const share = readNumberIn(inside(asked, entries, 'within'), entries.get('within')?.value, {
    type: 'share',
  })
  const written = entries.get('of')?.value
  const [, part] = /^(\S+) of duration$/.exec(textOf(written) ?? '') ?? []
  const of =
    part !== undefined && type.type === 'duration'
      ? partOfDuration(asked, entries, part)
      : readNumberIn(inside(asked, entries, 'of'), written, type)
  if (share === undefined || of === undefined) return undefined
  const text = `within ${textOf(entries.get('within')?.value)} of ${textOf(written)}`
  return { text, match: 'within', share, of }
}

function partOfDuration(asked: Asked, entries: ReadonlyMap<string, Entry>, part: string) {
  const node = entries.get('of')?.value
  if (!isScalar(node)) return undefined
  const share = readAmount(inside(asked, entries, 'of'), node, 'share', part)
  return share === undefined ? undefined : { share, of: 'duration' as const }
}

function readSameAs(
  asked: Asked,
  _: ValueType,
  entries: ReadonlyMap<string, Entry>,
): Expectation | undefined {
  const node = entries.get('same-as')?.value
  const { scope, entry, comparable, self } = asked
  const as = isScalar(node) && typeof node.value === 'string' ? node.value : undefined
  if (!node || as === undefined) {
    const expected = '`host` or a name given with `as`'
    return scope.file.complain(node ?? entry.key, 'wrong-value', {
      key: 'same-as',
      expected,
      found: describe(node),
    })
  }
  if (!comparable) {
    return scope.file.complain(node, 'not-comparable', { key: entry.name })
  }
  if (as === self) {
    const known = scope.processesSoFar().filter(name => name !== self)
    return scope.file.complain(node, 'own-name', { name: as, key: 'same-as', known })
  }
  if (as !== machineName) scope.checkProcess(as, node, [machineName])
  return { text: `same as ${as}`, match: 'same-as', as }
}

function readGrownBy(
  asked: Asked,
  type: ValueType,
  entries: ReadonlyMap<string, Entry>,
  readInner: ReadExpectation,
): Expectation | undefined {
  const { name, key } = asked.entry
  const { file } = asked.scope
  const entry = { ...(entries.get('grown-by') ?? asked.entry), name }
  if (!asked.grows) return file.complain(entry.key, 'not-growing', { key: name })
  const before = file.count
  const of = readInner({ ...asked, entry, comparable: false, grows: false }, type)
  if (!of || file.count > before) return undefined
  if (isEndless(of))
    return file.complain(entry.value ?? key, 'wrong-value', {
      key: 'grown-by',
      expected: `${typeWords(type)}, since nothing grows without end`,
      found: describe(entry.value),
    })
  return { text: `grown by ${of.text}`, match: 'grown-by', of }
}

/** Whether an expectation of a number speaks of `max`. */
const isEndless = (expectation: object): boolean =>
  Object.values(expectation).some(
    value =>
      value === Number.POSITIVE_INFINITY || (typeof value === 'object' && value !== null && isEndless(value)),
  )

function readNumberIn(asked: Asked, node: Node | null | undefined, type: ValueType): number | undefined {
  const kind = quantityOf(type)
  if (kind && isScalar(node) && node.value !== null) return readAmount(asked, node, kind, String(node.value))
  return asked.scope.file.complain(node ?? asked.entry.key, 'wrong-value', {
    key: asked.entry.name,
    expected: typeWords(type),
    found: describe(node),
  })
}

/** The same place, one key further in. */
function inside(asked: Asked, entries: ReadonlyMap<string, Entry>, key: string): Asked {
  const entry = entries.get(key)
  return entry ? { ...asked, entry } : asked
}

function isQuantity(type: ValueType): boolean {
  return quantityOf(type) !== undefined
}
