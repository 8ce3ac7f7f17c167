import type { Problem } from '../problem.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import { renderProblem } from '../report/problem.ts'
import type { World } from './world.ts'
import { wantsColour } from './world.ts'

/** Reports a problem and its remedy on standard error, and returns the exit code that goes with it. */
export function tellProblem(problem: Problem, world: World): number {
  // A terminal that does not know its size says 0.
  const columns = world.stderr.columns || undefined
  world.stderr.write(renderProblem(problem, { colour: wantsColour(world.stderr, world.env), columns }))
  return exitCodeOf(problem)
}
