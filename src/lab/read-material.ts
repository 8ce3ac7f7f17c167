import type { Node } from 'yaml'
import { isMap } from 'yaml'
import type { LabFile } from './document/lab-file.ts'
import { describe, type Entry, isNothing } from './document/node.ts'
import type { Material } from './lab.ts'
import { itemsOf } from './shape/read-collection.ts'
import { readFields } from './shape/read-fields.ts'
import { materialShape } from './shape/shape.ts'

/** The files that a lab brings, from `files`; undefined where it brings none. */
export function readMaterial(file: LabFile, entry: Entry | undefined): readonly Material[] | undefined {
  if (!entry || isNothing(entry.value)) return undefined
  const expected = 'a list of files, each a map that begins with `- path: …`'
  const items = itemsOf(file, entry.value, { key: 'files', expected })
  const known = new Map<string, Node>()
  const files = items.flatMap(item => {
    if (isMap(item)) return [readOne(file, item, known)]
    file.complain(item, 'wrong-value', { key: 'files', expected, found: describe(item) })
    return []
  })
  const bytes = files.reduce((sum, { text }) => sum + new TextEncoder().encode(text).length, 0)
  if (files.length > mostFiles || bytes > mostBytes)
    file.complain(entry.key, 'too-much-material', { files: files.length, bytes, mostFiles, mostBytes })
  return files
}

/** More is an image or a program, not material for a lab. */
const mostFiles = 16
const mostBytes = 64 * 1024

function readOne(file: LabFile, item: Node, known: Map<string, Node>): Material {
  const fields = readFields(file, item, { of: 'a file', shape: materialShape.shape })
  const { path = '', mode = '', text = '' } = fields?.values ?? {}
  const at = (fields?.entries.get('path')?.value ?? item) as Node
  const first = known.get(path)
  if (first) file.complain(at, 'duplicate-id', { id: path, of: 'the file', line: file.at(first).line })
  else if (path !== '') known.set(path, at)
  return { path, mode: Number.parseInt(mode, 8), text: text.endsWith('\n') ? text : `${text}\n` }
}
