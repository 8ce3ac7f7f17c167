import { printableJson } from '../printable.ts'
import { exitCodes } from '../report/exit-code.ts'
import { loadLabs } from './load-labs.ts'
import { tellLabProblems } from './read-labs.ts'
import type { World } from './world.ts'

export async function validate(
  names: readonly string[],
  { json }: { json?: boolean },
  world: World,
): Promise<number> {
  const { labs, problems } = await loadLabs(names, { root: world.root, cwd: world.cwd, seed: 'validate' })
  if (json) world.stdout.write(`${printableJson({ valid: labs.map(({ file }) => file), problems }, 2)}\n`)
  else if (problems.length > 0) tellLabProblems(problems, world)
  else world.stdout.write(`${labs.length} ${labs.length === 1 ? 'lab is' : 'labs are'} valid\n`)
  return problems.length === 0 ? exitCodes.passed : exitCodes.usage
}
