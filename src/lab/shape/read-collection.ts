import type { Node } from 'yaml'
import { isMap, isSeq } from 'yaml'
import type { LabFile } from '../document/lab-file.ts'
import { describe, type Entry, entriesOf } from '../document/node.ts'
import type { Fix } from '../fix/fix.ts'

/** A list or map that needs at least one item, and what may mend a value that is not one. */
interface Collection {
  readonly key: string
  readonly expected: string
  readonly fix?: (file: LabFile, node: Node) => readonly Fix[]
}

/** The items of a list; none after reporting an empty one, or a value that is not a list. */
export function itemsOf(file: LabFile, value: Node, collection: Collection): readonly Node[] {
  if (!isSeq(value)) return complain(file, value, collection, describe(value))
  return value.items.length > 0 ? (value.items as Node[]) : complain(file, value, collection, 'an empty list')
}

/** The entries of a map; none after reporting an empty one, or a value that is not a map. */
export function pairsOf(file: LabFile, value: Node, collection: Collection): readonly Entry[] {
  if (!isMap(value)) return complain(file, value, collection, describe(value))
  return value.items.length > 0 ? entriesOf(value) : complain(file, value, collection, 'an empty map')
}

function complain(file: LabFile, value: Node, { key, expected, fix }: Collection, found: string): [] {
  file.complain(value, 'wrong-value', { key, expected, found }, { fixes: fix?.(file, value) ?? [] })
  return []
}
