import type { RunEvent } from '../attempt/event.ts'
import { printable } from '../printable.ts'
import type { Leftover } from '../protocol/message.ts'

/** The first leftovers of a lab in one line, whatever it has called them, and the number of the others. */
export function leakWords(leaks: readonly Leftover[]): string {
  const named = leaks.slice(0, namedLeaks).map(({ kind, what }) => {
    const name = shortened(what)
    return what.includes(kind) ? name : `${kind} ${name}`
  })
  const others = leaks.length - named.length
  return printable([...named, ...(others > 0 ? [`and ${others} more`] : [])].join(', '))
}

const namedLeaks = 10

/** Both ends of a long name: paths of deep folders differ in the last one. */
function shortened(name: string): string {
  const characters = [...name]
  if (characters.length <= longestName) return name
  const kept = Math.floor((longestName - 1) / 2)
  return `${characters.slice(0, kept).join('')}…${characters.slice(-kept).join('')}`
}

const longestName = 120

/** A problem of the run in one line, with its place. */
export function problemLine({ at, message }: Extract<RunEvent, { type: 'problem' }>): string {
  if (at === undefined) return oneLine(message)
  const place = at.line === undefined ? at.file : `${at.file}:${at.line}:${at.column}`
  return oneLine(`${place}: ${message}`)
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
