import type { Alias, Node, Scalar, YAMLMap } from 'yaml'
import { isAlias, isMap, isPair, isScalar, isSeq, Scalar as ScalarNode } from 'yaml'
import { type Fix, replacing } from '../fix/fix.ts'
import { quoted } from '../fix/quoted.ts'
import type { LabFile } from './lab-file.ts'
import { describe } from './node.ts'
import { oddPlaces } from './odd-place.ts'

/** An alias, and whether it stands inside something that can itself be repeated by an alias. */
export interface FoundAlias {
  readonly alias: Alias
  readonly nested: boolean
}

/** Where a value stands. */
interface Place {
  readonly key: Scalar | undefined
  readonly name: string
  /** Inside `expect`, where values are compared and not shown. */
  readonly judged: boolean
  readonly anchored: boolean
}

/** Goes once through a document: reports what is wrong wherever it stands, and finds the aliases. */
export function survey(root: Node, file: LabFile): FoundAlias[] {
  const aliases: FoundAlias[] = []
  const look = (node: unknown, place: Place): void => {
    const anchored = place.anchored || Boolean((node as { anchor?: string } | null)?.anchor)
    if (isScalar(node)) complainOfScalar(node, place, file)
    else if (isAlias(node)) aliases.push({ alias: node, nested: place.anchored })
    else if (isSeq(node)) for (const item of node.items) look(item, { ...place, anchored })
    else if (isMap(node)) {
      complainOfKeys(node, file)
      for (const pair of node.items) {
        const key = isScalar(pair.key) ? pair.key : undefined
        const name = String(key?.value ?? '')
        look(pair.value, { key, name, anchored, judged: place.judged || name === 'expect' })
      }
    }
    if ((node as Node | null)?.tag) complainOfTag(node as Node, place, file)
  }
  look(root, { key: undefined, name: '', anchored: false, judged: false })
  return aliases
}

function complainOfKeys(map: YAMLMap, file: LabFile): void {
  const seen = new Map<string, Scalar>()
  for (const pair of map.items) {
    const key = isPair(pair) ? (pair.key as Node | null) : null
    if (!isScalar(key) || typeof key.value !== 'string') {
      complainOfKey(key ?? map, file)
      continue
    }
    if (key.value === '<<') file.complain(key, 'merge-key', {})
    const first = seen.get(key.value)
    if (first) file.complain(key, 'duplicate-key', { key: key.value, line: file.at(first).line })
    else seen.set(key.value, key)
  }
}

function complainOfKey(key: Node, file: LabFile): void {
  const [start = 0, end = 0] = key.range ?? []
  const written = file.text.slice(start, end)
  const fixes = isMap(key)
    ? [replacing(start - 1, end, quoted(`$${written}`))]
    : [replacing(start, end, quoted(written))]
  file.complain(key, 'key-not-text', { found: describe(key) }, { fixes })
}

/** `0755` and `1.10` are 755 and 1.1 to YAML, which is seldom what is meant. Goes last: where a number is wrong anyway, its reader says why. */
export function complainOfNumbers(node: unknown, file: LabFile): void {
  if (isSeq(node)) for (const item of node.items) complainOfNumbers(item, file)
  else if (isMap(node))
    for (const { key, value } of node.items) for (const part of [key, value]) complainOfNumbers(part, file)
  else if (isScalar(node)) complainOfNumber(node, file)
}

function complainOfNumber(scalar: Scalar, file: LabFile): void {
  const { value, source, range } = scalar
  if (typeof value !== 'number' || source === undefined || source === String(value) || !range) return
  const fixes = [quoted(source), String(value)].map(text => replacing(range[0], range[1], text))
  file.complain(scalar, 'odd-number', { written: source, value }, { fixes })
}

function complainOfScalar(scalar: Scalar, { name, key, judged }: Place, file: LabFile): void {
  const { type, range } = scalar
  if (!range) return
  const written = file.text.slice(range[0], range[1])
  if (type === ScalarNode.BLOCK_FOLDED || type === ScalarNode.BLOCK_LITERAL)
    complainOfBlock(scalar, written, file)
  if (type === ScalarNode.PLAIN) complainOfComment(range, name, file)
  const odds = oddPlaces(written, name, judged)
  const [odd] = odds
  if (!odd) return
  const start = range[0] + odd.at
  const place = [start, start + odd.character.length] as const
  const fixes = [{ edits: odds.map(each => editOf(range[0], each)) }]
  file.complain(place, 'odd-character', odd, { fixes, also: key ? [scalar, key] : [scalar] })
}

const editOf = (
  from: number,
  { at, character, plain }: { at: number; character: string; plain: string },
) => ({
  start: from + at,
  end: from + at + character.length,
  text: plain,
})

/** `>1` begins a block of text that is indented by one; with nothing below it, a comparison was meant. */
function complainOfBlock(scalar: Scalar, written: string, file: LabFile): void {
  const [header = ''] = /^[>|][^\s]*/.exec(written) ?? []
  if (scalar.value !== '' || header.length < 2 || !scalar.range) return
  const [start] = scalar.range
  const fixes = [replacing(start, start + header.length, quoted(header))]
  file.complain(
    [start, start + header.length],
    'block-header',
    { written: header, sign: header.charAt(0) },
    { fixes },
  )
}

/** Keys whose value is text, which may well go on with a `#`. */
const textKeys = [
  'title',
  'about',
  'text',
  'task',
  'ask',
  'hints',
  'run',
  'why',
  'given',
  'says',
  'content',
  'command',
]

/** ` #` ends an unquoted text: what follows is left out without a word. */
function complainOfComment([start, end]: readonly number[], name: string, file: LabFile): void {
  if (start === undefined || end === undefined) return
  const rest = /^[ \t]+(#[^\n]*)/.exec(file.text.slice(end, end + 200))
  if (!rest || start === end) return
  const comment = (rest[1] ?? '').trimEnd()
  if (!textKeys.includes(name) && !/^#[\w$]/.test(comment)) return
  const at = end + rest[0].indexOf('#')
  const whole = file.text.slice(start, at + comment.length)
  const fixes = whole.includes('\n') ? [] : [replacing(start, at + comment.length, quoted(whole))]
  file.complain([at, at + comment.length], 'hidden-comment', { comment }, { fixes })
}

/** Tags change what a value is in ways that no reader of a lab expects. */
function complainOfTag({ tag = '', range }: Node, { key, judged }: Place, file: LabFile): void {
  if (!range) return
  const before = file.text.slice(Math.max(0, range[0] - 200), range[0])
  const [whole = '', written = tag] = /(!\S*)(?:\s+&\S+)?\s*$/.exec(before) ?? []
  const start = range[0] - whole.length
  const value = file.text.slice(start + written.length, range[1])
  const fixes = value.includes('\n') ? [] : insteadOfTag(start, range[1], written, value.trim(), judged)
  file.complain(
    [start, start + written.length],
    'unknown-tag',
    { tag: written },
    { fixes, also: key ? [key, { range }] : [{ range }] },
  )
}

/** `!=0` and `! 0` in a check: anything else; in other places the mark belongs to a text. */
function insteadOfTag(start: number, end: number, tag: string, value: string, judged: boolean): Fix[] {
  const other = `${tag.replace(/^!=?/, '')}${value}`
  const isPlain = !/^[[{"']/.test(value)
  const texts = [
    ...(judged && isPlain && other !== '' ? [`{not: ${other}}`] : []),
    ...(isPlain ? [quoted(`${tag}${value === '' ? '' : ` ${value}`}`)] : []),
    ...(value === '' ? [] : [value]),
  ]
  return texts.map(text => replacing(start, end, text))
}
