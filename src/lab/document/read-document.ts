import type { Document, ScalarTag, YAMLMap } from 'yaml'
import { Composer, isMap, Parser, Schema } from 'yaml'
import { replacing } from '../fix/fix.ts'
import { type DocumentKind, maxBytes } from '../message.ts'
import type { LabFile } from './lab-file.ts'
import { describe, isNothing } from './node.ts'
import { resolveAliases } from './resolve-alias.ts'
import { survey } from './survey.ts'
import { complainOfSyntax } from './syntax.ts'
import { tokenBelow } from './token-depth.ts'

/** The map that a file is, aliases resolved; undefined when it is not valid YAML, which is reported. */
export function readDocument(file: LabFile, of: DocumentKind = 'lab'): YAMLMap | undefined {
  if (!isReadable(file, of)) return undefined
  const document = compose(file, of)
  if (!document) return undefined
  const before = file.count
  complainOfSyntax(document, file)
  if (file.count > before) return undefined
  if (isNothing(document.contents)) {
    return file.complainOfFile('empty', { of })
  }
  const aliases = survey(document.contents, file)
  if (!resolveAliases(document, aliases, file)) return undefined
  if (isMap(document.contents)) return document.contents
  return file.complain(document.contents, 'not-a-map', { of, found: describe(document.contents) })
}

/** Levels of nesting; a lab needs about eight. yaml composes recursively, and a stack that overflows there can end the process. */
const mostLevels = 64

function isReadable(file: LabFile, of: DocumentKind): boolean {
  const { text } = file
  const zero = text.indexOf('\0')
  if (text.trim() === '') file.complainOfFile('empty', { of })
  else if (text.length > maxBytes)
    file.complainOfFile('too-big', { bytes: new TextEncoder().encode(text).length })
  else if (zero !== -1) file.complain([zero, zero + 1], 'binary', { found: 'it contains a zero byte' })
  else if (/\r(?!\n)/.test(text) && !text.includes('\n')) file.complainOfFile('line-ends', {})
  else if (complainOfFences(file)) return false
  else return true
  return false
}

/** A lab that was copied with the fence around it; in the first column it can't be part of a text. */
function complainOfFences(file: LabFile): boolean {
  const fences = [...file.text.matchAll(/^(```|~~~).*(\r?\n|$)/gm)]
  const [first] = fences
  if (!first) return false
  const edits = fences.map(({ 0: line, index }) => ({ start: index, end: index + line.length, text: '' }))
  const where = [first.index, first.index + first[0].trimEnd().length] as const
  file.complain(where, 'code-fence', {}, { fixes: [{ edits }] })
  return true
}

function compose(file: LabFile, of: DocumentKind): Document.Parsed | undefined {
  const tokens = [...new Parser().parse(file.text)]
  const tooDeep = tokenBelow(tokens, mostLevels)
  if (tooDeep) {
    const { offset } = tooDeep
    return file.complain([offset, offset + 1], 'too-deep', { depth: mostLevels })
  }
  // Duplicate keys are looked for below: the parser's own way takes the square of their number.
  const composer = new Composer({ uniqueKeys: false, schema })
  const documents = composer.compose(tokens, true, file.text.length)
  const first = documents.next().value as Document.Parsed | undefined
  const second = documents.next().value as Document.Parsed | undefined
  if (second) complainOfSecond(secondDocument(tokens, file), file, of)
  return first
}

/** Most of a lab is words. The core schema tries seven patterns on each before it takes it for one: these begin like none of them. */
const words: ScalarTag = {
  tag: 'tag:yaml.org,2002:str',
  default: true,
  test: /^[^~nNtTfF.+\-0-9]/,
  resolve: text => text,
}

/** YAML 1.2's core schema, made once for all files. */
const schema = new Schema({ schema: 'core', resolveKnownTags: true, customTags: tags => [words, ...tags] })

function complainOfSecond([start, end]: [number, number], file: LabFile, of: DocumentKind): void {
  const rest = file.text.slice(end)
  const fixes = rest.trim() === '' ? [replacing(start, file.text.length, '')] : [replacing(start, end, '')]
  file.complain([start, end], 'several-documents', { of }, { fixes })
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
