import type { Alias, Node, Scalar, YAMLMap } from 'yaml'
import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml'
import type { LabFile } from './lab-file.ts'

/** An alias, and whether it stands inside something that can itself be repeated by an alias. */
export interface FoundAlias {
  readonly alias: Alias
  readonly nested: boolean
}

/** Goes once through a document: complains of what is wrong wherever it stands, and finds the aliases. */
export function survey(root: Node, file: LabFile): FoundAlias[] {
  const aliases: FoundAlias[] = []
  const look = (node: unknown, anchored: boolean): void => {
    const repeated = anchored || Boolean((node as { anchor?: string } | null)?.anchor)
    if (isScalar(node)) complainOfNumber(node, file)
    else if (isAlias(node)) aliases.push({ alias: node, nested: anchored })
    else if (isSeq(node)) for (const item of node.items) look(item, repeated)
    else if (isMap(node)) {
      complainOfKeys(node, file)
      for (const pair of node.items) {
        look(pair.key, repeated)
        look(pair.value, repeated)
      }
    }
    if ((node as Node | null)?.tag) complainOfTag(node as Node, file)
  }
  look(root, false)
  return aliases
}

function complainOfKeys(map: YAMLMap, file: LabFile): void {
  const seen = new Map<string, Scalar>()
  for (const pair of map.items) {
    const key = isPair(pair) ? (pair.key as Node | null) : null
    if (!isScalar(key) || typeof key.value !== 'string') {
      file.complain(key ?? map, 'key-not-text', {})
      continue
    }
    const first = seen.get(key.value)
    if (first) file.complain(key, 'duplicate-key', { key: key.value, line: file.at(first).line })
    else seen.set(key.value, key)
  }
}

/** `0755` and `1.10` are 755 and 1.1 to YAML, which nobody who writes them means. */
function complainOfNumber(scalar: Scalar, file: LabFile): void {
  const { value, source } = scalar
  if (typeof value !== 'number' || source === undefined || source === String(value)) return
  file.complain(scalar, 'odd-number', { written: source, value })
}

/** Tags change what a value is in ways that no reader of a lab expects. */
function complainOfTag({ tag = '', range }: Node, file: LabFile): void {
  if (!range) return
  const before = file.text.slice(Math.max(0, range[0] - 200), range[0])
  const [whole = '', written = tag] = /(!\S*)(?:\s+&\S+)?\s*$/.exec(before) ?? []
  const start = range[0] - whole.length
  file.complain([start, start + written.length], 'unknown-tag', { tag: written })
}
