import type { Node } from 'yaml'
import { isMap, isScalar, isSeq } from 'yaml'
import type { LabFile } from '../document/lab-file.ts'
import { rangeOf, type Where } from '../document/where.ts'
import { type Fix, replacing } from './fix.ts'
import { quoted } from './quoted.ts'

/** Another word in place of a key or a value; the message says which. */
export function meantInstead(where: Where, word: string | undefined): Fix[] {
  const range = rangeOf(where)
  return range && word !== undefined ? [{ ...replacing(range[0], range[1], word), shown: false }] : []
}

/** One of these in place of a value, as they stand in YAML. */
export function instead(where: Where, texts: readonly string[]): Fix[] {
  const range = rangeOf(where)
  return range ? texts.map(text => replacing(range[0], range[1], text)) : []
}

/** The value in quotes, as it was written. */
export function inQuotes(file: LabFile, where: Where): Fix[] {
  const range = rangeOf(where)
  const written = range ? file.text.slice(range[0], range[1]) : ''
  return written === '' || written.includes('\n') ? [] : instead(where, [quoted(written)])
}

/** What stands behind a key that has no value: an anchor, a comment, `null`. */
export function quotedRest(file: LabFile, where: Where): Fix[] {
  const range = rangeOf(where)
  const [, before = '', rest = ''] = /^(["']?[ \t]*:[ \t]+)([^\n]*)/.exec(file.text.slice(range?.[1])) ?? []
  const text = rest.trim()
  const start = (range?.[1] ?? 0) + before.length
  return text === '' || /[{}[\],]/.test(text) ? [] : [replacing(start, start + text.length, quoted(text))]
}

/** A list with the value as its only item. */
export function asList(file: LabFile, node: Node): Fix[] {
  const range = rangeOf(node as Where)
  if (!range) return []
  const written = file.text.slice(range[0], range[1]).trimEnd()
  if (isScalar(node) || !written.includes('\n')) {
    const isFlow = isScalar(node) ? !written.includes('\n') : /^[[{]/.test(written)
    const item =
      isScalar(node) && /[,[\]{}]/.test(written) && !/^["']/.test(written) ? quoted(written) : written
    return isFlow
      ? instead([range[0], range[0] + written.length], [`[${item}]`])
      : listItem(file, range[0], written)
  }
  return isMap(node) ? listItem(file, range[0], written) : []
}

/** The same for a map alone: of another value more is wrong. */
export const mapAsList = (file: LabFile, node: Node): Fix[] => (isMap(node) ? asList(file, node) : [])

/** A map in a block becomes the item of a list, each of its lines two columns further in. */
function listItem(file: LabFile, start: number, written: string): Fix[] {
  const lineStart = file.text.lastIndexOf('\n', start - 1) + 1
  if (file.text.slice(lineStart, start).trim() !== '' || /^[[{]/.test(written)) return []
  const next = [...written.matchAll(/\n(?=[^\n])/g)].map(({ index }) => start + index + 1)
  return [
    { edits: [{ start, end: start, text: '- ' }, ...next.map(at => ({ start: at, end: at, text: '  ' }))] },
  ]
}

/** The only item of a list, without the list. */
export function onlyItem(file: LabFile, node: Node | null | undefined): Fix[] {
  if (!isSeq(node) || node.items.length !== 1 || !node.range) return []
  const range = rangeOf(node.items[0] as Where)
  const written = range ? file.text.slice(range[0], range[1]).trim() : ''
  return file.text[node.range[0]] === '[' ? instead(node as Where, [written]) : []
}
