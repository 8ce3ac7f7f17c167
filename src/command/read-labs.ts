import type { Lab } from '../lab/lab.ts'
import { renderLabProblems } from '../report/problem.ts'
import { loadLabs } from './load-labs.ts'
import type { World } from './world.ts'
import { wantsColour } from './world.ts'

/** The labs asked for; undefined after reporting every mistake if any file has one. */
export async function readLabs(
  names: readonly string[],
  seed: string,
  world: World,
): Promise<readonly Lab[] | undefined> {
  const { labs, problems } = await loadLabs(names, { root: world.root, cwd: world.cwd, seed })
  if (problems.length === 0) return labs
  world.stderr.write(renderLabProblems(problems, { colour: wantsColour(world.stderr, world.env) }))
  return undefined
}
