import { readFile, writeFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'

/** Bytes that are kept of a console: a guest may write to it for ever. */
const mostKept = 1 << 20

/** The end of what a guest has written on its serial console. */
export interface ConsoleLog {
  /** Writes it to a file, with a note in place of what was not kept. */
  save(path: string): Promise<void>
}

/** Takes all that a guest writes on its console, as fast as it comes, and keeps the end of it. */
export function consoleLog(stream: Readable, most = mostKept): ConsoleLog {
  const chunks: Uint8Array[] = []
  let held = 0
  let dropped = 0
  stream.on('data', (chunk: Uint8Array) => {
    chunks.push(chunk)
    held += chunk.length
    for (let first = chunks[0]; first && held - first.length >= most; first = chunks[0]) {
      chunks.shift()
      held -= first.length
      dropped += first.length
    }
  })
  return {
    save: path => writeFile(path, Buffer.concat([Buffer.from(note(dropped)), ...chunks])),
  }
}

const note = (dropped: number) => (dropped > 0 ? `[… ${dropped} bytes not kept …]\n` : '')

/** Quotes the last lines of a serial console as indented plain text; of a kernel panic its message, without registers and stack. */
export async function lastLines(path: string, count = 12): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const lines = plain(text)
    .split('\n')
    .filter(line => line.trim())
  if (lines.length === 0) return '  (it wrote nothing)'
  const panic = lines.find(isPanic)
  return (panic ? [panic] : lines.slice(-count)).map(line => `  ${line.slice(0, 300)}`).join('\n')
}

/** Whether a console says so; root in the machine can write the same words, but not to its advantage. */
export const isPanic = (text: string): boolean => text.includes('Kernel panic')

/** Without escape sequences, carriage returns and other control characters. */
const plain = (text: string) => stripVTControlCharacters(text).replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, '')
