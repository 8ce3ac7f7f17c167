import type { Outcome } from '../../../verdict/verdict.ts'
import type { Paint } from '../../paint.ts'

/** How each outcome looks; an error has a colour of its own, because it is not a wrong answer. */
export const marks = {
  pass: { sign: '✓', colour: 'green', word: 'passed' },
  fail: { sign: '✗', colour: 'red', word: 'failed' },
  skipped: { sign: '–', colour: 'dim', word: 'skipped' },
  unsupported: { sign: '?', colour: 'yellow', word: 'unsupported here' },
  error: { sign: '!', colour: 'magenta', word: 'could not be judged' },
} as const satisfies Record<Outcome, { sign: string; colour: keyof Paint; word: string }>

export const sign = (outcome: Outcome, paint: Paint) => paint[marks[outcome].colour](marks[outcome].sign)
