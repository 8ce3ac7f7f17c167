import type { Document, ScalarTag, YAMLMap } from 'yaml'
import { Composer, isMap, Parser, Schema } from 'yaml'
import { maxBytes } from '../message.ts'
import type { LabFile } from './lab-file.ts'
import { describe, isNothing } from './node.ts'
import { resolveAliases } from './resolve-alias.ts'
import { survey } from './survey.ts'
import { complainOfSyntax } from './syntax.ts'
import { tokenBelow } from './token-depth.ts'

/** The map that a lab file is, aliases resolved; undefined when it is no YAML, and then the file has been told why. */
export function readDocument(file: LabFile): YAMLMap | undefined {
  if (!isReadable(file)) return undefined
  const document = compose(file)
  if (!document) return undefined
  const before = file.count
  complainOfSyntax(document, file)
  if (file.count > before) return undefined
  if (isNothing(document.contents)) {
    return file.complainOfFile('empty', {})
  }
  const aliases = survey(document.contents, file)
  if (!resolveAliases(document, aliases, file)) return undefined
  if (isMap(document.contents)) return document.contents
  return file.complain(document.contents, 'not-a-map', { found: describe(document.contents) })
}

/** Levels of nesting; a lab needs about eight. yaml composes recursively, and a stack that overflows there can end the process. */
const mostLevels = 64

function isReadable(file: LabFile): boolean {
  const { text } = file
  if (text.trim() === '') file.complainOfFile('empty', {})
  else if (text.length > maxBytes)
    file.complainOfFile('too-big', { bytes: new TextEncoder().encode(text).length })
  else if (text.includes('\0')) file.complainOfFile('binary', { found: 'a zero byte' })
  else return true
  return false
}

function compose(file: LabFile): Document.Parsed | undefined {
  const tokens = [...new Parser(file.lines.addNewLine).parse(file.text)]
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
  if (second) file.complain(secondDocument(tokens, file), 'several-documents', {})
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

/** Where the second document begins: its `---` if it has one. */
function secondDocument(
  tokens: readonly { type: string; offset?: number }[],
  file: LabFile,
): [number, number] {
  const offset = tokens.filter(({ type }) => type === 'document')[1]?.offset ?? 0
  const marker = file.text.indexOf('---', offset)
  return marker === -1 ? [offset, offset] : [marker, marker + 3]
}
