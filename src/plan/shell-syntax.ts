import { unsafe } from '../printable.ts'

/** Quotes a word for a POSIX shell if it needs quotes. Characters that are unsafe to print are written as escapes. */
export function quote(word: string): string {
  if (word.search(unsafe) >= 0)
    return word
      .split(new RegExp(`(${unsafe.source})`, 'u'))
      .map((part, index) => (index % 2 === 1 ? `"${spelled(part)}"` : part === '' ? '' : quote(part)))
      .join('')
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/** Words as one line that a shell splits into the same words. */
export const commandLine = (argv: readonly string[]): string => argv.map(quote).join(' ')

/** Whether these words make a shell run the next word as its script. */
export const isShellText = (words: readonly string[]): boolean => /(^| )(bash|sh) -c$/.test(words.join(' '))

/** The name of a process as a shell variable. */
export const variable = (name: string): string => name.replaceAll('-', '_')

/** Permissions as chmod(1) takes them. */
export const modeText = (mode: number): string => mode.toString(8).padStart(4, '0')

/** A here-document of exactly this text, whatever is in it. */
export function hereDocument(text: string, end = 'end'): string {
  // No line of the text may be the word that ends it.
  if (text.split('\n').includes(end)) return hereDocument(text, `${end}_`)
  if (text.search(unsafe) < 0) return `<<'${end}'\n${text}\n${end}`
  return `<<${end}\n${text.replace(/[\\$`]/g, '\\$&').replace(unsafe, spelled)}\n${end}`
}

/** What a shell expands to a character that is unsafe to print. */
function spelled(character: string): string {
  const bytes = encodeURIComponent(character.replace(/\p{Cs}/gu, '\ufffd'))
  const octal = (_: string, hex: string) => `\\${Number.parseInt(hex, 16).toString(8).padStart(3, '0')}`
  return `$(printf '${bytes.replace(/%(..)/g, octal)}')`
}
