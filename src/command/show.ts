import { vmGround } from '../plan/ground.ts'
import { labScript } from '../plan/script.ts'
import { exitCodes } from '../report/exit-code.ts'
import { readLabs } from './read-labs.ts'
import type { World } from './world.ts'

export async function show(name: string, { seed }: { seed?: string }, world: World): Promise<number> {
  const labs = await readLabs([name], seed ?? 'show', world)
  if (!labs) return exitCodes.usage
  for (const lab of labs) world.stdout.write(labScript(lab, vmGround))
  return exitCodes.passed
}
