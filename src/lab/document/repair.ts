import type { Edit, Fix } from '../fix/fix.ts'
import { quoted } from '../fix/quoted.ts'
import { allKeys } from '../shape/all-keys.ts'
import { oddCharacterIn, withoutOddCharacters } from './odd-character.ts'

/** A line of the file, without its end. */
interface Line {
  readonly start: number
  readonly text: string
}

/** What may have been meant where the text is no YAML, from the special to the general. Which of it mends the file is tried out elsewhere. */
export function repairs(text: string, offset: number): Fix[] {
  const number = text.slice(0, offset).split('\n').length - 1
  const lines = linesOf(text)
  const near = [number, number + 1, number - 1]
    .flatMap(index => lines[index] ?? [])
    .filter(({ text }) => text.length <= longestLine)
  const before = lines.slice(Math.max(0, number - mostLinesBefore), number + 2)
  return [
    ...tabs(lines),
    ...near.flatMap(line => inLine.flatMap(repair => repair(line))),
    ...near.flatMap(line => lostDash(line, before)),
    ...near.flatMap(line => indentations(line, before)),
  ].slice(0, mostRepairs)
}

/** Some of the patterns below take the square of a line's length. */
const longestLine = 400
const mostRepairs = 24
const mostLinesBefore = 12

function linesOf(text: string): Line[] {
  let start = 0
  return text.split('\n').map(line => {
    const found = { start, text: line.replace(/\r$/, '') }
    start += line.length + 1
    return found
  })
}

/** Replaces a part of a line; `from` counts from the beginning of the line. */
const change = ({ start }: Line, from: number, length: number, text: string): Edit => ({
  start: start + from,
  end: start + from + length,
  text,
})

/** A tab is as wide as the editor likes; the widths that people use are tried. */
function tabs(lines: readonly Line[]): Fix[] {
  const indented = lines.filter(({ text }) => /^ *(- *)?\t/.test(text))
  if (indented.length === 0) return []
  return [2, 4, 8, 1].map(width => ({
    edits: indented.map(line => {
      const [indent = ''] = /^[ \t]*(-[ \t]*)?/.exec(line.text) ?? []
      return change(line, 0, indent.length, expanded(indent, width))
    }),
    cause: { code: 'tab', args: { lines: indented.length } },
  }))
}

/** A dash and the tab behind it are as wide as one tab. */
const expanded = (indent: string, width: number) =>
  indent
    .replace(/-\t/g, () => `-${' '.repeat(Math.max(1, width - 1))}`)
    .replaceAll('\t', () => ' '.repeat(width))

const inLine: readonly ((line: Line) => Fix[])[] = [
  oddCharacters,
  brokenKey,
  missingDash,
  bareVariables,
  blockHeader,
  escapes,
  openQuote,
  openBracket,
  unquotedValue,
  unquotedInBraces,
]

function oddCharacters(line: Line): Fix[] {
  const odd = oddCharacterIn(line.text)
  if (!odd) return []
  const plain = withoutOddCharacters(line.text)
  const spaced = plain.replace(/^(\s*(?:- )?[\w.-]+):(?=\S)/, '$1: ').replace(/^(\s*)-(?=\w)/, '$1- ')
  const at = [line.start + odd.at, line.start + odd.at + odd.character.length] as const
  return [plain, spaced].map(text => ({
    edits: [change(line, 0, line.text.length, text)],
    at,
    cause: { code: 'odd-character', args: odd },
  }))
}

/** `run true`, `run:true` and a lone `expect`: a key that is known, and not what makes it one. */
function brokenKey(line: Line): Fix[] {
  const [, before = '', key = '', between = '', rest = ''] =
    /^(\s*(?:- +)?)([\w.-]+)(:?[ \t]*)(.*)$/.exec(line.text) ?? []
  if (
    !allKeys.has(key) ||
    /^: /.test(between) ||
    (between === ':' && rest === '') ||
    (between === '' && rest !== '')
  )
    return []
  const from = before.length + key.length
  return [
    {
      edits: [change(line, from, between.length, rest === '' ? ':' : ': ')],
      cause: { code: between.startsWith(':') ? 'no-space' : 'no-colon', args: { key } },
    },
  ]
}

/** `-id: a`, and a bullet of another kind. */
function missingDash(line: Line): Fix[] {
  const [, indent = '', bullet = ''] = /^(\s*)([-*+\u2022]\s*)(?=\S)/.exec(line.text) ?? []
  if (bullet === '' || bullet === '- ') return []
  return [
    {
      edits: [change(line, indent.length, bullet.length, '- ')],
      cause: { code: 'bad-dash', args: { found: bullet.trim() } },
    },
  ]
}

function bareVariables(line: Line): Fix[] {
  const bare = [...line.text.matchAll(/(?<=[:,[{] *)\$\{[\w.+*/ -]+\}(?= *[,\]}])/g)]
  if (bare.length === 0) return []
  return [{ edits: bare.map(({ 0: text, index }) => change(line, index, text.length, `"${text}"`)) }]
}

/** `> 20`: what looks like a comparison begins a block of text in YAML. */
function blockHeader(line: Line): Fix[] {
  const found = /(?<=[:-] +|\{ *)(>=?|\|) *([^,}\s][^,}]*)/.exec(line.text)
  if (!found) return []
  const { 0: whole, 1: sign = '', 2: rest = '', index } = found
  const written = whole.trimEnd()
  return [quoted(written), rest.trimEnd()].map(text => ({
    edits: [change(line, index, written.length, text)],
    at: [line.start + index, line.start + index + written.length],
    cause: { code: 'block-header', args: { written, sign: sign.slice(0, 1) } },
  }))
}

function openQuote(line: Line): Fix[] {
  const found = /(?<=(?:^|[:-])\s+|[[{,]\s*)(["'])(.*)$/.exec(line.text)
  if (!found) return []
  const { 1: quote = '', 2: rest = '', index } = found
  const at = [line.start + index, line.start + index + 1] as const
  const cause = { code: 'open-quote', args: { quote } } as const
  const text = rest.trimEnd()
  const [inside = '', after = ''] = [text.replace(/[\]},\s]+$/, ''), /[\]},\s]+$/.exec(text)?.[0] ?? '']
  const whole = (found[0] ?? '').length
  return [
    { edits: [change(line, index, whole, `${quote}${text}${quote}`)], at, cause },
    { edits: [change(line, index, whole, `${quote}${inside}${quote}${after}`)], at, cause },
    // A quote within the text ended it: all of it in the other quotes.
    {
      edits: [change(line, index, whole, quoted(`${quote}${text}`))],
      cause: { code: 'unquoted', args: {} },
    },
  ]
}

function openBracket(line: Line): Fix[] {
  const open: { bracket: string; at: number }[] = []
  for (const { 0: bracket, index } of line.text.matchAll(/"(?:\\.|[^"\\])*"|'[^']*'|\$\{[^}]*\}|[[\]{}]/g)) {
    if (bracket === '[' || bracket === '{') open.push({ bracket, at: index })
    else if (bracket === ']' || bracket === '}') open.pop()
  }
  const [first] = open
  if (!first) return []
  const end = line.text.trimEnd().length
  const closing = open
    .toReversed()
    .map(({ bracket }) => (bracket === '[' ? ']' : '}'))
    .join('')
  return [
    {
      edits: [change(line, end, 0, closing)],
      at: [line.start + first.at, line.start + first.at + 1],
      cause: { code: 'open-bracket', args: { bracket: first.bracket, closing } },
    },
  ]
}

/** Everything behind the key, or the dash, as text. */
function unquotedValue(line: Line): Fix[] {
  const found = /^(\s*(?:- +)?(?:[\w.-]+:[ \t]+)|\s*- +)(\S.*)$/.exec(line.text)
  const [, before = '', value = ''] = found ?? []
  if (!found) return []
  const text = value.trimEnd()
  const at = [line.start + before.length, line.start + before.length + text.length] as const
  return [
    {
      edits: [change(line, before.length, text.length, quoted(text))],
      at,
      cause: { code: 'unquoted', args: {} },
    },
  ]
}

function unquotedInBraces(line: Line): Fix[] {
  return [...line.text.matchAll(/(?<=[[{,] *(?:[\w.-]+: +)?)[^\s"'[\]{},][^"'[\]{},]*/g)].flatMap(
    ({ 0: found, index }) => {
      const text = found.trimEnd()
      return /^[\w.-]+(: +[\w./%-]+)?$/.test(text)
        ? []
        : [{ edits: [change(line, index, text.length, quoted(text))] }]
    },
  )
}

/** `"\d"`: in single quotes a backslash is only a backslash. */
function escapes(line: Line): Fix[] {
  return [...line.text.matchAll(/"([^"]*\\[^"]*)"/g)].map(({ 0: whole, 1: text = '', index }) => ({
    edits: [change(line, index, whole.length, `'${text.replaceAll("'", "''")}'`)],
  }))
}

/** A key that should begin a list item like one before it. */
function lostDash(line: Line, before: readonly Line[]): Fix[] {
  const own = indentOf(line.text)
  if (!/^ *[\w.-]+:( |$)/.test(line.text)) return []
  const dashes = before.flatMap(({ start, text }) =>
    start < line.start ? (/^( *)- /.exec(text)?.[1]?.length ?? []) : [],
  )
  return [...new Set(dashes.toReversed())].map(indent => ({
    edits: [change(line, 0, own, `${' '.repeat(indent)}- `)],
    at: [line.start, line.start + Math.max(1, own)] as const,
    cause: { code: 'no-dash', args: {} } as const,
  }))
}

/** A line as far in as one of those before it. */
function indentations(line: Line, before: readonly Line[]): Fix[] {
  const own = indentOf(line.text)
  if (line.text.trim() === '') return []
  const others = before
    .filter(({ start, text }) => start < line.start && text.trim() !== '')
    .flatMap(({ text }) => [indentOf(text), indentOf(text.replace(/^( *)- /, '$1  ')), indentOf(text) + 2])
  return [...new Set(others.toReversed())]
    .filter(indent => indent !== own)
    .map(indent => ({
      edits: [change(line, 0, own, ' '.repeat(indent))],
      at: [line.start, line.start + Math.max(1, own)] as const,
      shown: false,
      cause: { code: 'indentation', args: { found: own, right: indent } } as const,
    }))
}

const indentOf = (text: string) => /^ */.exec(text)?.[0].length ?? 0
