import type { Node, Pair, ParsedNode, Scalar, YAMLMap } from 'yaml'
import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import { quote } from '../message.ts'

/** A value in a lab file; absent where a key has none. */
export type NodeValue = Node | null | undefined

/** A key of a map and what stands behind it. */
export interface Entry {
  readonly name: string
  readonly key: Scalar
  readonly value: NodeValue
}

/** The entries of a map; keys that are no words are left out, `survey.ts` has complained of them. */
export function entriesOf(map: YAMLMap): Entry[] {
  const entries: Entry[] = []
  for (const { key, value } of map.items as Pair<ParsedNode, ParsedNode | null>[])
    if (isScalar(key) && typeof key.value === 'string') entries.push({ name: key.value, key, value })
  return entries
}

/** The plain value that a small part of the document stands for. */
export function plain(node: NodeValue): unknown {
  if (isScalar(node)) return node.value
  if (isSeq(node)) return node.items.map(item => plain(item as Node))
  if (isMap(node)) return Object.fromEntries(entriesOf(node).map(({ name, value }) => [name, plain(value)]))
  return node
}

/** A text as the author wrote it, variables filled in; undefined for anything that is no text and no number. */
export function textOf(node: NodeValue): string | undefined {
  return isScalar(node) && ['string', 'number', 'boolean'].includes(typeof node.value)
    ? String(node.value)
    : undefined
}

/** True where a key has nothing behind it, or `null`. */
export function isNothing(node: NodeValue): node is null | undefined {
  return node === null || node === undefined || (isScalar(node) && node.value === null)
}

/** What stands there, in words. */
export function describe(node: NodeValue): string {
  if (isNothing(node)) return 'nothing'
  if (isMap(node)) return 'a map'
  if (isSeq(node)) return 'a list'
  if (isAlias(node) || !isScalar(node)) return 'an alias'
  if (typeof node.value === 'number') return `the number ${node.value}`
  return typeof node.value === 'boolean' ? `${node.value}` : quote(String(node.value))
}
