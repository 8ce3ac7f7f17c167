import type { Leftover } from '../protocol/message.ts'

/** What a lab left behind. */
export function leakWords(leaks: readonly Leftover[]): string {
  return leaks.map(({ kind, what }) => (what.includes(kind) ? what : `${kind} ${what}`)).join(', ')
}

/** `1 check`, `2 checks`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** `0.9 s`: how long something took, to a tenth of a second. */
export const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`

/** Text of others as it may stand in a terminal: no escape sequences, nothing that moves the cursor. */
export function printable(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g, '')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd')
}
