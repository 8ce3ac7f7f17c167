import type { Node } from 'yaml'
import { isMap, isScalar } from 'yaml'
import type { LabFile } from '../document/lab-file.ts'
import type { Entry } from '../document/node.ts'
import { describe, isNothing } from '../document/node.ts'
import { asList, instead, meantInstead } from '../fix/candidate.ts'
import type { Fix } from '../fix/fix.ts'
import type { Need } from '../lab.ts'
import { itemsOf } from '../shape/read-collection.ts'
import { readFields } from '../shape/read-fields.ts'
import { controllerWords, namespaceWords, needShape, permissionWords } from '../shape/shape.ts'
import { suggest } from '../suggest.ts'

/** What the machine must have, from `needs`. */
export function readNeeds(file: LabFile, entry: Entry | undefined): Need[] {
  if (!entry || isNothing(entry.value)) return []
  const expected = 'a list, such as `[memory, {command: python3}]`'
  const items = itemsOf(file, entry.value, { key: 'needs', expected, fix: asList })
  return items.flatMap(item => readNeed(file, item))
}

function readNeed(file: LabFile, item: Node): Need[] {
  if (isMap(item)) return readKeyed(file, item)
  const word = isScalar(item) ? String(item.value) : ''
  if (isOneOf(controllerWords, word)) return [{ kind: 'controller', name: word }]
  if (isOneOf(namespaceWords, word)) return [{ kind: 'namespace', name: word }]
  if (isOneOf(permissionWords, word)) return [{ kind: 'permission', name: word }]
  const known = [...controllerWords, ...namespaceWords, ...permissionWords]
  const meant = suggest(word, known)
  const fixes = [...meantInstead(item, meant), ...asCommand(item, word)]
  const all = [...known, '{command: NAME}', '{file: PATH}']
  file.complain(item, 'unknown-word', { key: 'needs', found: describe(item), meant, known: all }, { fixes })
  return []
}

/** A word that is none of these is most likely a program, a path a file. */
function asCommand(item: Node, word: string): Fix[] {
  if (!/^[\w./-]+$/.test(word)) return []
  return instead(item, [word.startsWith('/') ? `{file: ${word}}` : `{command: ${word}}`])
}

function readKeyed(file: LabFile, item: Node): Need[] {
  const fields = readFields(file, item, { of: 'a need', shape: needShape.shape })
  const [first, second] = [...(fields?.entries.values() ?? [])]
  if (second && first)
    file.complain(second.key, 'several-keys', {
      first: first.name,
      second: second.name,
      remedy: 'make two items of it',
    })
  return Object.entries(fields?.values ?? {}).flatMap(([kind, name]) =>
    name === undefined ? [] : [{ kind: kind as Need['kind'], name }],
  )
}

function isOneOf(words: readonly string[], word: string): boolean {
  return words.includes(word)
}
