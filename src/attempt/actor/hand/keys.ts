import { endOfInput } from './draft.ts'

/** The lines of a command, as they are typed one after the other. */
export const physicalLines = (text: string): string[] => text.replace(/\n$/, '').split('\n')

/** A line with its Enter. Ctrl-V quotes whatever a line editor would take for a command, such as a tab. */
export function typedKeys(line: string): string {
  if (line === endOfInput) return line
  return `${line.replace(/[\x00-\x1f\x7f]/g, '\x16$&')}\r`
}

/** Ctrl-C, Ctrl-\ and Ctrl-Z, for which the kernel sends a signal at once and drops what was typed ahead. */
export const isUrgent = (keys: string): boolean => /[\x03\x1a\x1c]/.test(keys)

/** Whether these keys end with Enter. */
export const endsLine = (keys: string): boolean => /[\r\n]$/.test(keys)

/** Cuts pasted text after each Enter; a bracketed paste stays whole, since its line breaks execute nothing. */
export function pressedPieces(keys: string): string[] {
  return keys.match(/(?:\x1b\[200~.*?(?:\x1b\[201~|$)|[^\r\n])*(?:\r\n?|\n|$)/gs)?.filter(Boolean) ?? []
}
