import type { Operation } from './operation.ts'
import { variable } from './shell-syntax.ts'

// `${box.pid}` in what a step runs: the PID of a process that an earlier step has named.

const reference = /\$\{([a-zA-Z_][\w-]*)\.pid\}/g

/** Whether a text contains the PID of a process. */
export const hasPid = (text: string) => text.search(reference) >= 0

/** The names of the processes whose PIDs an operation needs. */
export function pidsNeeded(operation: Operation): string[] {
  return textsOf(operation).flatMap(text => [...text.matchAll(reference)].map(([, name = '']) => name))
}

function textsOf(operation: Operation): readonly string[] {
  if (operation.op === 'type') return [operation.script]
  return operation.op === 'run' || operation.op === 'start' ? operation.argv : []
}

/** The operation with the PIDs filled in. */
export function withPids(operation: Operation, pids: ReadonlyMap<string, number>): Operation {
  const fill = (text: string) =>
    text.replace(reference, (whole, name: string) => String(pids.get(name) ?? whole))
  if (operation.op === 'type') return { ...operation, script: fill(operation.script) }
  if (operation.op !== 'run' && operation.op !== 'start') return operation
  return { ...operation, argv: operation.argv.map(fill), line: fill(operation.line) }
}

/**
 * Shell text with a variable of the script for each reference, which the shell that reads the text expands. A reference in single
 * quotes, which is meant for another shell, is moved out of them.
 */
export function asVariables(text: string): string {
  let done = ''
  let quote = ''
  for (let at = 0; at < text.length; ) {
    const [piece = '', name] = pieceAt(text, at, quote)
    at += piece.length
    if (name !== undefined) done += inQuotes(quote, reading(name, text[at]))
    else done += piece.replace(reference, (_, name: string) => reading(name))
    if (piece === quote) quote = ''
    else if (quote === '' && (piece === "'" || piece === '"')) quote = piece
  }
  return done
}

/** A reference, a quotation mark, any other character, or a whole comment. */
function pieceAt(text: string, at: number, quote: string): RegExpExecArray | [string] {
  const escapes = quote === "'" ? '' : '|\\\\[^]'
  const comment = quote === '' && /^$|[\s;&|(]/.test(text[at - 1] ?? '') ? '|#[^\\n]*' : ''
  const piece = new RegExp(`${reference.source}${escapes}${comment}|[^]`, 'y')
  piece.lastIndex = at
  return piece.exec(text) ?? [text.slice(at)]
}

const reading = (name: string, next = '') =>
  /\w/.test(next) ? `\${${variable(name)}}` : `$${variable(name)}`

const inQuotes = (quote: string, text: string) => (quote === "'" ? `'"${text}"'` : text)
