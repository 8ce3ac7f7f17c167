import type { Document, ErrorCode, YAMLError } from 'yaml'
import type { LabFile } from './lab-file.ts'

/**
 * Complains of what is no YAML. One mistake makes the parser stumble again and again: after the first error, only those
 * are told that have an explanation of their own, and one in a line.
 */
export function complainOfSyntax({ errors }: Document.Parsed, file: LabFile): void {
  const last = file.text.trimEnd().length - 1
  const told = new Set<number>()
  for (const error of errors) {
    // What ends too early is told at the last line with text.
    const where = error.pos[0] > last ? ([last, last + 1] as const) : error.pos
    const { line } = file.at(where)
    const explained = explain(error, file.text)
    if (told.has(line) || (told.size > 0 && !explained)) continue
    told.add(line)
    file.complain(where, 'syntax', explained ?? { what: lowerFirst(error.message) })
  }
}

interface Explanation {
  readonly what: string
  readonly remedy?: string
}

function explain({ code, pos, message }: YAMLError, text: string): Explanation | undefined {
  if (text.slice(pos[0] - 1, pos[0] + 1) === '${') return bareReference
  if (message.startsWith('Missing closing')) return openQuote
  return explanations[code]
}

const bareReference: Explanation = {
  what: 'inside `{ }` and `[ ]` a variable must be quoted',
  remedy: 'write `"${name}"`',
}

const openQuote: Explanation = { what: 'a quote was opened and never closed' }

/** What YAML's own complaints mean for somebody who writes a lab. Codes that are not here keep the parser's words. */
const explanations: Partial<Record<ErrorCode, Explanation>> = {
  TAB_AS_INDENT: { what: 'a tab cannot indent', remedy: 'use spaces' },
  BAD_INDENT: {
    what: 'this line is not indented like its neighbours',
    remedy: 'the keys of a map, and the dashes of a list, stand in one column',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    what: 'this looks like a key inside of a value',
    remedy: 'text that contains `: ` must be quoted',
  },
  BLOCK_IN_FLOW: { what: 'a line like this cannot stand inside `{ }` or `[ ]`' },
  MULTILINE_IMPLICIT_KEY: {
    what: 'a key must stand in one line, with a colon after it',
    remedy: 'is a `:` missing, or a quote?',
  },
  BAD_ALIAS: { what: 'an alias needs a name', remedy: 'text that begins with `*` or `&` must be quoted' },
  BAD_SCALAR_START: {
    what: 'text cannot begin with this character',
    remedy: 'text that begins with `@` or a backquote must be quoted',
  },
  BAD_DQ_ESCAPE: {
    what: 'unknown escape after `\\`',
    remedy: 'write `\\\\` for a backslash, or use single quotes',
  },
  RESOURCE_EXHAUSTION: { what: 'nested too deeply' },
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`
}
