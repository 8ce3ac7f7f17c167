import type { RunEvent } from '../attempt/event.ts'
import type { Lab } from '../lab/lab.ts'
import type { LabProblem } from '../lab/problem.ts'
import { renderLabProblems } from '../report/problem.ts'
import { loadLabs } from './load-labs.ts'
import type { World } from './world.ts'
import { wantsColour, widthOf } from './world.ts'

/** The labs asked for; undefined after reporting every mistake, also to `report`, if any file has one. */
export async function readLabs(
  names: readonly string[],
  seed: string,
  world: World,
  report: (problem: ProblemEvent) => void = () => undefined,
): Promise<readonly Lab[] | undefined> {
  const { labs, problems } = await loadLabs(names, { root: world.root, cwd: world.cwd, seed })
  if (problems.length === 0) return labs
  tellLabProblems(problems, world)
  for (const problem of problems) report(eventOf(problem))
  return undefined
}

export function tellLabProblems(problems: readonly LabProblem[], { stderr, env }: World): void {
  stderr.write(renderLabProblems(problems, { colour: wantsColour(stderr, env), columns: widthOf(stderr) }))
}

export type ProblemEvent = Extract<RunEvent, { type: 'problem' }>

/** A mistake in a lab file, as reports take it. */
export const eventOf = ({ code, at, message, remedy }: LabProblem): ProblemEvent => ({
  type: 'problem',
  kind: 'usage',
  code,
  message,
  ...(remedy === undefined ? {} : { remedy }),
  at,
})
