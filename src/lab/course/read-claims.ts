import type { Node } from 'yaml'
import { isSeq } from 'yaml'
import type { LabFile } from '../document/lab-file.ts'
import { type Entry, isNothing, textOf } from '../document/node.ts'
import { meantInstead } from '../fix/candidate.ts'
import { text } from '../shape/leaf.ts'
import { pairsOf } from '../shape/read-collection.ts'
import { readValue } from '../shape/read-fields.ts'
import { suggest } from '../suggest.ts'
import type { Claim } from './course.ts'

/** The claims of a course, from `claims`, and which of them no lab can settle, from `beyond`. */
export function readClaims(file: LabFile, claims: Entry | undefined, beyond: Entry | undefined): Claim[] {
  if (!claims || isNothing(claims.value)) return []
  const expected = 'a map from the names of claims to texts'
  const entries = pairsOf(file, claims.value, { key: 'claims', expected })
  const known = entries.map(({ name }) => name)
  const nodes = beyond && isSeq(beyond.value) ? (beyond.value.items as Node[]) : []
  for (const node of nodes) complainOfUnknown(file, node, known)
  const others = new Set(nodes.map(textOf))
  return entries.map(entry => ({
    id: entry.name,
    text: readValue(file, entry, text)?.trim() ?? '',
    isBeyond: others.has(entry.name),
  }))
}

function complainOfUnknown(file: LabFile, node: Node, known: readonly string[]): void {
  const id = textOf(node) ?? ''
  if (known.includes(id)) return
  const meant = suggest(id, known)
  file.complain(node, 'unknown-claim', { id, meant, known }, { fixes: meantInstead(node, meant) })
}
