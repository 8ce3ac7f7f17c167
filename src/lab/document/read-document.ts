import type { Alias, Document, Node, Scalar, YAMLMap } from 'yaml'
import { Composer, isAlias, isMap, isPair, isScalar, Parser, visit } from 'yaml'
import { maxBytes } from '../message.ts'
import type { LabFile } from './lab-file.ts'
import { entriesOf } from './node.ts'
import { syntaxMessages } from './syntax.ts'
import { tokenDepth } from './token-depth.ts'

/** The map that a lab file is, aliases resolved; undefined when it is no YAML, and then the file has been told why. */
export function readDocument(file: LabFile): YAMLMap | undefined {
  if (!isReadable(file)) return undefined
  const document = compose(file)
  if (!document) return undefined
  const before = file.count
  complainOfSyntax(document, file)
  if (file.count > before) return undefined
  if (document.contents === null) {
    return file.complainOfFile('empty', {})
  }
  if (!resolveAliases(document, file)) return undefined
  complainOfContents(document, file)
  if (isMap(document.contents)) return document.contents
  return file.complain(document.contents, 'wrong-value', {
    key: 'a lab',
    expected: 'a map that begins with `title: …`',
    found: isScalar(document.contents) ? 'text' : 'a list',
  })
}

/** Levels of nesting; a lab needs about eight. yaml composes recursively, and a stack that overflows there can end the process. */
const mostLevels = 64

/** Aliases in a file, none inside an anchor: what they stand for can be no longer than this many files. */
const mostAliases = 16

function isReadable(file: LabFile): boolean {
  const { text } = file
  if (text.trim() === '') file.complainOfFile('empty', {})
  else if (text.length > maxBytes) file.complainOfFile('too-big', { bytes: Buffer.byteLength(text) })
  else if (text.includes('\0')) file.complainOfFile('binary', { found: 'a zero byte' })
  else return true
  return false
}

function compose(file: LabFile): Document.Parsed | undefined {
  const tokens = [...new Parser(file.lines.addNewLine).parse(file.text)]
  if (tokenDepth(tokens) > mostLevels) {
    return file.complainOfFile('too-deep', { depth: mostLevels })
  }
  // Duplicate keys are looked for below: the parser's own way takes the square of their number.
  const composer = new Composer({ uniqueKeys: false, version: '1.2', schema: 'core' })
  const documents = composer.compose(tokens, true, file.text.length)
  const first = documents.next().value as Document.Parsed | undefined
  const second = documents.next().value as Document.Parsed | undefined
  if (second) file.complain(secondDocument(tokens, file), 'several-documents', {})
  return first
}

/** Where the second document begins: its `---` if it has one. */
function secondDocument(
  tokens: readonly { type: string; offset?: number }[],
  file: LabFile,
): [number, number] {
  const offset = tokens.filter(({ type }) => type === 'document')[1]?.offset ?? 0
  const marker = file.text.indexOf('---', offset)
  return marker === -1 ? [offset, offset] : [marker, marker + 3]
}

function complainOfSyntax({ errors, warnings }: Document.Parsed, file: LabFile): void {
  for (const { pos, code, message } of errors) {
    const known = syntaxMessages[code]
    const what = `${message.charAt(0).toLowerCase()}${message.slice(1)}`
    file.complain(pos, 'syntax', known ?? { what })
  }
  for (const { pos } of warnings) file.complain(pos, 'unknown-tag', { tag: file.text.slice(...pos) })
}

/** Puts what aliases stand for in their place, unless that could grow without bound. */
function resolveAliases(document: Document.Parsed, file: LabFile): boolean {
  const anchored = new Set<Node>()
  const aliases: { alias: Alias; inside: boolean }[] = []
  visit(document, {
    Node: (_, node, path) => {
      if (!isAlias(node) && node.anchor) anchored.add(node)
      if (isAlias(node))
        aliases.push({ alias: node, inside: path.some(above => anchored.has(above as Node)) })
    },
  })
  const before = file.count
  const extra = aliases[mostAliases]
  if (extra) file.complain(extra.alias, 'too-many-aliases', { most: mostAliases })
  for (const { alias, inside } of aliases.slice(0, mostAliases)) {
    const name = alias.source
    if (inside) file.complain(alias, 'nested-alias', { name })
    else if (!alias.resolve(document)) file.complain(alias, 'unknown-alias', { name })
  }
  if (file.count > before) return false
  visit(document, { Alias: (_, alias) => alias.resolve(document) })
  return true
}

/** Mistakes that can be seen wherever they stand: keys twice, keys that are no words, numbers that lose what was written. */
function complainOfContents(document: Document.Parsed, file: LabFile): void {
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
