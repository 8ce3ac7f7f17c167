import { type LabProblem, renderProblems } from '../lab/problem.ts'
import { printable, printableValue } from '../printable.ts'
import type { Problem } from '../problem.ts'
import { paintFor } from './paint.ts'
import { wrapMessage, wrapRemedy } from './wrap.ts'

/** How a message is shown on standard error. */
export interface ProblemStyle {
  readonly colour: boolean
  /** The width of the terminal; without one, lines are not wrapped, since a program reads them. */
  readonly columns?: number | undefined
}

/** A problem for a terminal: the message, its causes and the remedy. */
export function renderProblem(
  problem: Pick<Problem, 'message' | 'remedy' | 'cause'>,
  { colour, columns = Number.POSITIVE_INFINITY }: ProblemStyle,
): string {
  const { message, remedy } = printableValue({ message: problem.message, remedy: problem.remedy })
  const paint = paintFor(colour)
  const room = Math.max(columns, 40) - indent.length
  const [first = '', ...rest] = message.split('\n')
  const [head = '', ...more] = wrapMessage(`${paint.red(paint.bold('unboxed:'))} ${paint.bold(first)}`, room)
  const lines = [head, ...indented([...more, ...rest.flatMap(line => wrapMessage(line, room))])]
  for (const text of causesOf(problem.cause, message))
    lines.push(...indented(wrapMessage(text, room)).map(paint.dim))
  if (remedy) lines.push('', ...indented(wrapRemedy(remedy, room)))
  return `${lines.join('\n')}\n`
}

const indent = '  '
const indented = (lines: readonly string[]) => lines.map(line => (line === '' ? '' : indent + line))

const deepest = 5

/** The chain of causes, without those that repeat the message. */
function causesOf(cause: unknown, told: string): string[] {
  const texts: string[] = []
  let next = cause
  for (let depth = 0; next !== undefined && depth < deepest; depth++) {
    const text = printable(next instanceof Error ? next.message : String(next))
    if (text && !told.includes(text) && !texts.includes(text)) texts.push(text)
    next = next instanceof Error ? next.cause : undefined
  }
  return texts
}

/** Everything that is wrong with lab files, each with its place, its line and a caret. */
export function renderLabProblems(
  problems: readonly LabProblem[],
  { colour, columns }: ProblemStyle,
): string {
  const paint = paintFor(colour)
  const parts = {
    place: paint.bold,
    message: paint.red,
    margin: paint.blue,
    caret: (text: string) => paint.bold(paint.red(text)),
    remedy: paint.cyan,
  }
  return renderProblems(printableValue(problems), parts, columns)
}
