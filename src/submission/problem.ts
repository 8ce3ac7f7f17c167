import { printable } from '../printable.ts'
import type { ProblemText } from '../problem.ts'
import { messages } from './message.ts'

type Messages = typeof messages
export type SubmissionCode = keyof Messages

/** Something wrong with what was handed in: data, and its sentence. */
export interface SubmissionProblem {
  readonly code: SubmissionCode
  readonly file: string
  /** The number of a line of a script, or a place in an attempt file, such as `steps[1].id`. Absent: the whole file is meant. */
  readonly at?: string
  /** What is wrong, in one sentence without a full stop at the end. */
  readonly message: string
  readonly remedy?: string
}

/** Collects the problems of one file. */
export type Complain = <C extends SubmissionCode>(
  code: C,
  at: string | undefined,
  args: Parameters<Messages[C]>[0],
) => undefined

export function complainer(file: string): { problems: SubmissionProblem[]; complain: Complain } {
  const problems: SubmissionProblem[] = []
  const complain: Complain = (code, at, args) => {
    if (problems.length >= mostProblems) return undefined
    const { what, remedy } = (messages[code] as (args: unknown) => ProblemText)(args)
    problems.push({
      code,
      file,
      ...(at === undefined ? {} : { at }),
      message: what,
      ...(remedy === undefined ? {} : { remedy }),
    })
    return undefined
  }
  return { problems, complain }
}

/** Whoever has so many needs no more of them. */
const mostProblems = 50

/** A problem as plain text: `ada.sh:17: there is no terminal 9`, and the remedy below. */
export function problemLines({ file, at, message, remedy }: SubmissionProblem): string {
  const place = at === undefined ? file : `${file}:${at}`
  return printable([`${place}: ${message}`, ...(remedy === undefined ? [] : [`  ${remedy}`])].join('\n'))
}
