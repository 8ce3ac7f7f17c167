import type { Document, Node, Scalar, YAMLMap } from 'yaml'
import { isPair, isScalar, visit } from 'yaml'
import type { LabFile } from './lab-file.ts'
import { entriesOf } from './node.ts'

/** Mistakes that can be seen wherever they stand: keys twice, keys that are no words, tags, numbers that lose what was written. */
export function complainOfContents(document: Document.Parsed, file: LabFile): void {
  visit(document, { Node: (_, node) => complainOfTag(node, file) })
  visit(document, {
    Map: (_, map) => complainOfKeys(map, file),
    Scalar: (_, scalar) => complainOfNumber(scalar, file),
  })
}

function complainOfKeys(map: YAMLMap, file: LabFile): void {
  const seen = new Map<string, Scalar>()
  for (const { name, key } of entriesOf(map)) {
    const first = seen.get(name)
    if (first) file.complain(key, 'duplicate-key', { key: name, line: file.at(first).line })
    else seen.set(name, key)
  }
  for (const pair of map.items) {
    const key = isPair(pair) ? (pair.key as Node) : undefined
    if (key && !(isScalar(key) && typeof key.value === 'string')) file.complain(key, 'key-not-text', {})
  }
}

/** `0755` and `1.10` are 755 and 1.1 to YAML, which nobody who writes them means. */
function complainOfNumber(scalar: Scalar, file: LabFile): void {
  const { value, source } = scalar
  if (typeof value !== 'number' || source === undefined || source === String(value)) return
  file.complain(scalar, 'odd-number', { written: source, value })
}

/** Tags change what a value is in ways that no reader of a lab expects. */
function complainOfTag({ tag, range }: Node, file: LabFile): void {
  if (!tag || !range) return
  const before = file.text.slice(Math.max(0, range[0] - 200), range[0])
  const written = /(?:^|\s)(!\S*)(?:\s+&\S+)?\s*$/.exec(before)
  const start = written
    ? range[0] - before.length + before.indexOf(written[1] ?? '', written.index)
    : range[0]
  file.complain([start, start + (written?.[1]?.length ?? 1)], 'unknown-tag', { tag: written?.[1] ?? tag })
}
