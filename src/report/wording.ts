import { printable } from '../printable.ts'
import type { Leftover } from '../protocol/message.ts'

/** The leftovers of a lab in one line, whatever it has called them. */
export function leakWords(leaks: readonly Leftover[]): string {
  return printable(leaks.map(({ kind, what }) => (what.includes(kind) ? what : `${kind} ${what}`)).join(', '))
}

/** The leftovers of a lab in one sentence, or in two where some could not be taken back. */
export function leftWords(leaks: readonly Leftover[]): string[] {
  const [removed, kept] = [leaks.filter(({ remains }) => !remains), leaks.filter(({ remains }) => remains)]
  return [
    ...(removed.length > 0 ? [`left behind and removed: ${leakWords(removed)}`] : []),
    ...(kept.length > 0 ? [`left behind, and could not be taken back: ${leakWords(kept)}`] : []),
  ]
}

/** `1 check`, `2 checks`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** `0.9 s`: a duration to a tenth of a second. */
export const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/** Joins the lines and blanks of a text into one line. */
export const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

export const notStartedWords = (attempts: number): string =>
  `${count(attempts, 'attempt')} ${attempts === 1 ? 'was' : 'were'} not started`
