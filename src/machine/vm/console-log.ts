import { readFile } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'

/** Quotes the last lines of a serial console as indented plain text, preceded by the kernel's panic message if it has scrolled by. */
export async function lastLines(path: string, count = 12): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const lines = plain(text)
    .split('\n')
    .filter(line => line.trim())
  if (lines.length === 0) return '  (it wrote nothing)'
  const tail = lines.slice(-count)
  const cause = lines.slice(0, -count).findLast(line => line.includes('Kernel panic'))
  return [...(cause ? [cause, '…'] : []), ...tail].map(line => `  ${line.slice(0, 300)}`).join('\n')
}

/** Without escape sequences, carriage returns and other control characters. */
const plain = (text: string) => stripVTControlCharacters(text).replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, '')
