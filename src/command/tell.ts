import type { Problem } from '../problem.ts'
import type { Leftover } from '../protocol/message.ts'
import { exitCodeOf } from '../report/exit-code.ts'
import { renderProblem } from '../report/problem.ts'
import { leakWords } from '../report/wording.ts'
import type { World } from './world.ts'
import { wantsColour } from './world.ts'

/** Reports on standard error what was removed from a machine and who had left it there: `an earlier run`. */
export function tellRemoved(who: string, what: readonly Leftover[], { stderr }: World): void {
  if (what.length > 0) stderr.write(`unboxed: removed what ${who} left: ${leakWords(what)}\n`)
}

/** Reports a problem and its remedy on standard error, and returns the exit code that goes with it. */
export function tellProblem(problem: Problem, world: World): number {
  const { columns } = world.stderr
  world.stderr.write(renderProblem(problem, { colour: wantsColour(world.stderr, world.env), columns }))
  return exitCodeOf(problem)
}
