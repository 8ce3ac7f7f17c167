import type { Document, ErrorCode, YAMLError } from 'yaml'
import { visit } from 'yaml'
import type { LabFile } from './lab-file.ts'
import { repairs } from './repair.ts'

/**
 * Reports invalid YAML. One mistake makes the parser stumble again and again: after the first error, only those are reported
 * that have an explanation of their own, one for each line.
 */
export function complainOfSyntax(document: Document.Parsed, file: LabFile): void {
  const { errors } = document
  const last = file.text.trimEnd().length - 1
  const reported = new Set<number>()
  const tabs = errors.find(({ code }) => code === 'TAB_AS_INDENT')
  for (const error of tabs ? [tabs] : errors) {
    // What ends too early is reported on the last line with text.
    const where = openedAt(error, document) ?? (error.pos[0] > last ? ([last, last + 1] as const) : error.pos)
    const { line } = file.at(where)
    const explained = explain(error, file.text)
    if (reported.has(line) || (reported.size > 0 && !explained) || reported.size === mostReported) continue
    reported.add(line)
    const fixes = reported.size <= mostRepaired ? repairs(file.text, where[0]) : []
    file.complain(where, 'syntax', explained ?? { what: lowerFirst(error.message) }, { fixes })
  }
}

/** Where the quote stands that is never closed; the parser reports the end of the file. */
function openedAt({ message, pos }: YAMLError, document: Document.Parsed): [number, number] | undefined {
  let start: number | undefined
  if (message.startsWith('Missing closing'))
    visit(document, {
      Scalar: (_, { type, range }) => {
        if (type?.startsWith('QUOTE') && range && range[0] < pos[0]) start = range[0]
      },
    })
  return start === undefined ? undefined : [start, start + 1]
}

/** What follows the first mistake is often a consequence of it. */
const mostRepaired = 1
const mostReported = 3

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

const openQuote: Explanation = { what: 'the quote opened here is never closed' }

/** The YAML parser's errors in terms of a lab. Codes that are not here keep the parser's words. */
const explanations: Partial<Record<ErrorCode, Explanation>> = {
  TAB_AS_INDENT: { what: 'YAML does not allow tabs in indentation', remedy: 'use spaces' },
  BAD_INDENT: {
    what: 'the indentation of this line does not match the lines around it',
    remedy: 'the keys of one map, and the dashes of one list, must start in the same column',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    what: 'this value contains something that looks like another key',
    remedy: 'quote text that contains `: `; if a key was meant, check the indentation',
  },
  BLOCK_IN_FLOW: { what: 'block lists and maps cannot be used inside `{ }` or `[ ]`' },
  MULTILINE_IMPLICIT_KEY: {
    what: 'a key must be on one line, with a colon and a space after it',
    remedy: 'is a `:` or a quote missing?',
  },
  BAD_ALIAS: {
    what: 'an unquoted `*` or `&` begins an alias or an anchor in YAML',
    remedy: 'quote text that begins with `*` or `&`; a list item begins with `-`',
  },
  BAD_SCALAR_START: {
    what: 'unquoted text cannot begin with this character',
    remedy: 'quote the text',
  },
  BAD_DQ_ESCAPE: {
    what: 'this is not an escape sequence in double quotes',
    remedy: 'write `\\\\` for a backslash, or use single quotes',
  },
  RESOURCE_EXHAUSTION: { what: 'nested too deeply' },
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`
}
