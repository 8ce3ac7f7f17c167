import type { Problem } from '../problem.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import { renderProblem } from '../report/problem.ts'
import type { ProblemEvent } from './read-labs.ts'
import type { World } from './world.ts'
import { wantsColour, widthOf } from './world.ts'

/** Reports a problem and its remedy on standard error, and returns the exit code that goes with it. */
export function tellProblem(problem: Problem, { stderr, env }: World): number {
  stderr.write(renderProblem(problem, { colour: wantsColour(stderr, env), columns: widthOf(stderr) }))
  return exitCodeOf(problem)
}

/** A problem as reports take it. */
export const problemEvent = ({ kind, code, message, remedy }: Problem): ProblemEvent => ({
  type: 'problem',
  kind,
  code,
  message,
  ...(remedy === undefined ? {} : { remedy }),
})
