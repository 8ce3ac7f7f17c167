import { type LabProblem, renderProblems } from '../lab/problem.ts'
import type { Problem } from '../problem.ts'
import { paintFor } from './paint.ts'

/** A problem as a person reads it in a terminal: what happened, why, and what to do about it. */
export function renderProblem(
  { message, remedy, cause }: Pick<Problem, 'message' | 'remedy' | 'cause'>,
  { colour }: { colour: boolean },
): string {
  const paint = paintFor(colour)
  const [first = '', ...rest] = message.split('\n')
  const lines = [`${paint.red(paint.bold('unboxed:'))} ${paint.bold(first)}`, ...indented(rest)]
  for (const text of causesOf(cause, message)) lines.push(...indented(text.split('\n')).map(paint.dim))
  if (remedy) lines.push('', ...indented(remedy.split('\n')))
  return `${lines.join('\n')}\n`
}

const indented = (lines: readonly string[]) => lines.map(line => (line === '' ? '' : `  ${line}`))

const deepest = 5

/** What lay beneath, as long as it says something new. */
function causesOf(cause: unknown, told: string): string[] {
  const texts: string[] = []
  let next = cause
  for (let depth = 0; next !== undefined && depth < deepest; depth++) {
    const text = next instanceof Error ? next.message : String(next)
    if (text && !told.includes(text) && !texts.includes(text)) texts.push(text)
    next = next instanceof Error ? next.cause : undefined
  }
  return texts
}

/** The same for a program. */
export function problemJson({ kind, code, args, message, remedy, cause }: Problem) {
  const causes = causesOf(cause, message)
  return {
    kind,
    code,
    args,
    message,
    ...(remedy === undefined ? {} : { remedy }),
    ...(causes.length > 0 ? { causes } : {}),
  }
}

/** Everything that is wrong with lab files, each with its place, its line and a caret. */
export function renderLabProblems(problems: readonly LabProblem[], { colour }: { colour: boolean }): string {
  const paint = paintFor(colour)
  return renderProblems(problems, {
    place: paint.bold,
    message: paint.red,
    margin: paint.blue,
    caret: text => paint.bold(paint.red(text)),
    remedy: paint.cyan,
  })
}
