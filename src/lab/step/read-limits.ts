import type { Node } from 'yaml'
import { isScalar } from 'yaml'
import { cgroupFiles, limitNames, limitTakes, limitText } from '../../kernel/cgroup-file.ts'
import type { LabFile } from '../document/lab-file.ts'
import type { Entry } from '../document/node.ts'
import { describe, isNothing } from '../document/node.ts'
import { instead, meantInstead, onlyItem } from '../fix/candidate.ts'
import type { Limit } from '../lab.ts'
import { quote } from '../message.ts'
import { isQuantityKind, type Misread, readQuantity } from '../shape/quantity.ts'
import { pairsOf } from '../shape/read-collection.ts'
import { complainOfNothing } from '../shape/read-fields.ts'
import { suggest } from '../suggest.ts'

/** What is written into the files of a cgroup, from `limits`. */
export function readLimits(file: LabFile, entry: Entry | undefined): Record<string, Limit> {
  if (!entry || isNothing(entry.value)) return {}
  const expected = 'a map, such as `{memory.max: 64MiB}`'
  const limits = pairsOf(file, entry.value, { key: 'limits', expected, fix: onlyItem })
  return Object.assign({}, ...limits.map(limit => readLimit(file, limit, limit.name)))
}

/** `swap: 0` is `memory.swap.max: 0`. */
export function readSwap(file: LabFile, entry: Entry | undefined): Record<string, Limit> {
  return entry && !isNothing(entry.value) ? readLimit(file, entry, 'memory.swap.max') : {}
}

function readLimit(file: LabFile, { name, key, value }: Entry, limit: string): Record<string, Limit> {
  if (!limitNames.includes(limit)) {
    complainOfName(file, { name, key, value })
    return {}
  }
  if (isNothing(value)) {
    complainOfNothing(file, { name, key, value })
    return {}
  }
  const written = isScalar(value) ? String(value.value) : undefined
  const misread = written === undefined ? undefined : misreadLimit(limit, written)
  const text = written === undefined || misread ? undefined : limitText(limit, written)
  if (written !== undefined && text !== undefined) return { [limit]: { written, text } }
  const unknown = written === undefined ? undefined : unknownWord(limit, written)
  if (unknown !== undefined) return file.complain(value, 'unknown-word', { key: name, ...unknown }) ?? {}
  const args = {
    key: name,
    expected: limitTakes(limit) ?? '',
    found: describe(value),
    remedy: misread?.remedy,
  }
  file.complain(value, 'wrong-value', args, {
    fixes: instead(value, [...(misread?.write ?? []), ...noLimit(value)]),
  })
  return {}
}

/** What other tools write where the kernel writes `max`. */
const noLimit = (value: Node) =>
  isScalar(value) && /^(unlimited|infinity|infinite|inf|none|-1)$/i.test(String(value.value)) ? ['max'] : []

/** The first word that is none of those that this file takes. */
function unknownWord(limit: string, written: string) {
  const known = cgroupFiles[limit]?.format.words
  const words = written.trim().split(/\s+/)
  const word = words.map(word => word.replace(/^[+-]/, '')).find(word => !known?.includes(word))
  return known && word ? { found: quote(word), meant: suggest(word, known), known } : undefined
}

/** The kernel's tables accept more spellings than a lab, which refuses those that people read in two ways. */
function misreadLimit(limit: string, written: string): Misread | undefined {
  const value = cgroupFiles[limit]?.format.value
  const kind =
    value?.type === 'record' && value.bare !== undefined ? value.fields[value.bare]?.type : value?.type
  if (kind === undefined || !isQuantityKind(kind) || !/^\d[\d.,_]* ?[a-zA-Z%]*$/.test(written))
    return undefined
  const read = readQuantity(kind, written)
  return typeof read === 'number' ? undefined : read
}

function complainOfName(file: LabFile, { name, key }: Entry): undefined {
  if (Object.hasOwn(cgroupFiles, name)) return file.complain(key, 'unwritable-limit', { key: name })
  const meant = suggest(name, limitNames)
  const fixes = meantInstead(key, meant)
  file.complain(key, 'unknown-key', { key: name, of: '`limits`', meant, known: limitNames }, { fixes })
}
