import type { Node, YAMLMap } from 'yaml'
import { isScalar, isSeq } from 'yaml'
import type { ValueType } from '../../kernel/fact.ts'
import { subjectWords } from '../../subject/subject.ts'
import type { Entry } from '../document/node.ts'
import { describe, entriesOf, textOf } from '../document/node.ts'
import { instead } from '../fix/candidate.ts'
import type { Expectation } from '../lab.ts'
import type { Asked, ReadExpectation } from './asked.ts'
import { readChanged, readGrownBy, readMultiple, readSameAs, readUnchanged } from './read-comparison.ts'
import { hasElements, readCount, readOnly } from './read-elements.ts'
import { readAmount } from './read-scalar.ts'
import { quantityOf, typeWords } from './type-words.ts'

/** The matchers that are written as a map with a key of their own. */
export type MatcherKey = keyof typeof matchers

interface MatcherRow {
  /** Further keys, all of which must be there. */
  readonly with: readonly string[]
  /** What they are for. */
  readonly means?: string
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
  within: {
    with: ['of'],
    means: 'what it is measured against, such as `{within: 10%, of: 64MiB}`',
    takes: isQuantity,
    read: readWithin,
  },
  only: { with: [], takes: hasElements, read: readOnly },
  count: { with: [], takes: hasElements, read: readCount },
  'same-as': { with: [], takes: () => true, read: readSameAs },
  'ratio-to': {
    with: ['within', 'of'],
    means: 'how many times the other it is, such as `{ratio-to: {cgroup: other}, within: 20%, of: 3}`',
    takes: isQuantity,
    read: readRatio,
  },
  'grown-by': { with: [], takes: isQuantity, read: readGrownBy },
  'unchanged-since': { with: [], takes: () => true, read: readUnchanged },
  'changed-since': { with: [], takes: () => true, read: readChanged },
} satisfies Record<string, MatcherRow>

/** The matchers that make sense for a type. */
export function matchersOf(type: ValueType): MatcherKey[] {
  return (Object.keys(matchers) as MatcherKey[]).filter(key => matchers[key].takes(type))
}

/** The matcher that a map is, if any of its keys is one's and none of the value is called so. */
export function matcherIn(map: YAMLMap, type: ValueType): MatcherKey | undefined {
  const names = entriesOf(map).map(({ name }) => name)
  const found = names.filter((name): name is MatcherKey => isMatcher(name) && !isPart(name, type))
  // `within` is a part of `ratio-to`.
  return found.find(name => found.some(other => rowOf(name).with.includes(other))) ?? found[0]
}

const isMatcher = (name: string): name is MatcherKey => Object.hasOwn(matchers, name)

const rowOf = (key: MatcherKey): MatcherRow => matchers[key]

/** Where the keys of a map are known by their form, nothing else is one; otherwise a matcher that makes sense of it is none. */
function isPart(name: MatcherKey, type: ValueType): boolean {
  if (type.type === 'record') return Object.hasOwn(type.fields, name)
  return type.type === 'map' && (type.keys ? type.keys.pattern.test(name) : !rowOf(name).takes(type))
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
  const row = rowOf(key)
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
  const row = rowOf(matcher)
  const before = file.count
  for (const { name, key } of entries.values())
    if (name !== matcher && !row.with.includes(name))
      file.complain(key, 'several-keys', { first: matcher, second: name, remedy: 'make two checks of it' })
  for (const key of row.with)
    if (!entries.has(key))
      file.complain(map, 'missing-key', {
        key,
        of: `\`${matcher}\``,
        means: row.means ?? '',
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
  const share = readTolerance(asked, entries)
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

/** So many times the same value of another subject, with a tolerance. */
function readRatio(asked: Asked, _: ValueType, entries: ReadonlyMap<string, Entry>): Expectation | undefined {
  const share = readTolerance(asked, entries)
  const of = readMultiple(asked, entries)
  if (share === undefined || of === undefined) return undefined
  const within = textOf(entries.get('within')?.value)
  const text = `within ${within} of ${of.times} times that of ${subjectWords(of.as)}`
  return { text, match: 'within', share, of }
}

const readTolerance = (asked: Asked, entries: ReadonlyMap<string, Entry>) =>
  readNumberIn(inside(asked, entries, 'within'), entries.get('within')?.value, { type: 'share' })

function partOfDuration(asked: Asked, entries: ReadonlyMap<string, Entry>, part: string) {
  const node = entries.get('of')?.value
  if (!isScalar(node)) return undefined
  const share = readAmount(inside(asked, entries, 'of'), node, 'share', part)
  return share === undefined ? undefined : { share, of: 'duration' as const }
}

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
