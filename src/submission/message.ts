import { printable } from '../printable.ts'
import type { ProblemTable, ProblemText } from '../problem.ts'
import { longestLine, longestName, mostBytes, mostLines, mostSteps, mostTerminals } from './bound.ts'

/** Everything that can be wrong with what is handed in. Codes are stable; sentences may change. */
export const messages = {
  // The file.
  empty: (_: object): ProblemText => ({
    what: 'the file is empty',
    remedy: 'hand in an attempt file, or a script with a line `#: STEP` before the commands of each step',
  }),
  'too-large': (_: object): ProblemText => ({
    what: `the file has more than ${mostBytes / 2 ** 20} MiB, the most that is read`,
  }),
  'too-many-steps': (a: { steps: number }): ProblemText => ({
    what: `there are ${a.steps} steps; at most ${mostSteps} are read`,
  }),
  'too-many-lines': (a: { lines: number }): ProblemText => ({
    what: `there are ${a.lines} commands; at most ${mostLines} are typed`,
  }),
  'line-too-long': (a: { characters: number }): ProblemText => ({
    what: `this command has ${a.characters} characters; at most ${longestLine} are typed`,
    remedy: 'let a shorter command generate the data',
  }),
  'control-character': (a: { character: string }): ProblemText => ({
    what: `the control character ${quote(a.character)} cannot be typed`,
    remedy: "remove it, or write it as an escape: printf and $'…' know \\x1b and others",
  }),
  word: (a: { what: string; why: string }): ProblemText => ({ what: `${a.what} ${a.why}` }),

  // An attempt file.
  'not-json': (a: { why: string }): ProblemText => ({
    what: `the file begins with \`{\`, as an attempt file does, and is not JSON: ${a.why}`,
    remedy: 'hand in the file as it was written',
  }),
  'no-attempt-file': (_: object): ProblemText => ({
    what: 'the file is JSON, and not an attempt file: it has no `unboxed.attempt-file`',
  }),
  'other-version': (a: { version: string; newer: boolean; known: number }): ProblemText => ({
    what: `the attempt file has version ${quote(a.version)}${a.newer ? ', that of a newer unboxed' : ''}; this one reads version ${a.known}`,
    ...(a.newer ? { remedy: 'update unboxed' } : {}),
  }),
  'missing-field': (a: { field: string; must: string }): ProblemText => ({
    what: `${quote(a.field)} is missing; it must be ${a.must}`,
  }),
  'wrong-field': (a: { field: string; must: string; found: string }): ProblemText => ({
    what: `${quote(a.field)} must be ${a.must}; found ${quote(a.found)}`,
  }),
  'same-step': (a: { step: string; other: string }): ProblemText => ({
    what: `the step ${quote(a.step)} is already at ${a.other}`,
  }),

  // A script.
  'no-steps': (_: object): ProblemText => ({
    what: 'the script has no line `#: STEP`, so nobody knows which command belongs to which step',
    remedy: 'write the line `#: STEP` before the commands of each step',
  }),
  'command-before-step': (_: object): ProblemText => ({
    what: 'this command stands before the first line `#: STEP`',
    remedy: 'write the line `#: STEP` with the name of its step above it',
  }),
  'step-line': (a: { found: string }): ProblemText => ({
    what: `${quote(a.found)} begins no step`,
    remedy:
      'write `#: STEP` or `#: STEP @2`, from the first column on, with the name of a step and the number of a terminal',
  }),
  terminal: (a: { found: string }): ProblemText => ({
    what: `there is no terminal ${quote(a.found)}`,
    remedy: `terminals are numbered from 1 to ${mostTerminals}`,
  }),
  'step-again': (a: { step: string; first: string; since: string }): ProblemText => ({
    what: `the step ${quote(a.step)} of line ${a.first} is over since line ${a.since}`,
    remedy: 'write the commands of a step together; another terminal of the same step is `#: STEP @2`',
  }),
  header: (a: { found: string; meant?: string | undefined }): ProblemText => ({
    what: `there is no header ${quote(a.found)}${didYouMean(a.meant && `unboxed-${a.meant}`)}`,
    remedy: 'the headers are `# unboxed-lab:`, `# unboxed-seed:` and `# unboxed-learner:`',
  }),
  'same-header': (a: { header: string; line: string }): ProblemText => ({
    what: `the header ${quote(a.header)} is already on line ${a.line}`,
  }),
  'late-header': (a: { header: string }): ProblemText => ({
    what: `the header ${quote(a.header)} must stand before the first step`,
  }),

  // With its lab.
  'other-lab': (a: { found: string; lab: string }): ProblemText => ({
    what: `it was made for the lab ${quote(a.found)}, not for ${quote(a.lab)}`,
  }),
  'unknown-step': (a: {
    step: string
    lab: string
    meant?: string | undefined
    known: string
  }): ProblemText => ({
    what: `the lab ${quote(a.lab)} has no step ${quote(a.step)}${didYouMean(a.meant)}`,
    remedy: `its steps are: ${a.known}`,
  }),
  'step-order': (a: { step: string; after: string }): ProblemText => ({
    what: `the step ${quote(a.step)} comes before ${quote(a.after)} in the lab`,
    remedy: 'put the steps in the order of the lab, since they are performed in the order of the file',
  }),
  'unknown-name': (a: { name: string; meant?: string | undefined; known: string }): ProblemText => ({
    what: `${quote(`\${${a.name}.pid}`)} is the PID of a process that the lab names, and it names no ${quote(a.name)}${didYouMean(a.meant)}`,
    remedy: `${a.known === '' ? 'this lab names no process' : `it names: ${a.known}`}; if the shell is to read it, write ${quote(`$\${${a.name}.pid}`)}`,
  }),
} satisfies ProblemTable

/** Completes "the name of the learner …". */
export const wordReasons = {
  long: `must have at most ${longestName} characters`,
  unprintable: 'must be printable text on one line',
}

const didYouMean = (meant: string | undefined) =>
  meant === undefined ? '' : `; did you mean ${quote(meant)}?`

/** Text of the file in a message: short, and safe for a terminal. */
function quote(text: string): string {
  const shown = printable(text).replace(/\s+/g, ' ')
  return `\`${shown.length > longestQuote ? `${shown.slice(0, longestQuote)}…` : shown}\``
}

const longestQuote = 60
