import { join, resolve } from 'node:path'
import { writeAtomically, writeNewFile } from '../cache/write.ts'
import { vmGround } from '../plan/ground.ts'
import { labHandout } from '../plan/handout.ts'
import { fileName, labScript } from '../plan/script.ts'
import { printable } from '../printable.ts'
import { exitCodes } from '../report/exit-code.ts'
import { shown } from './find-labs.ts'
import { mustBeNew } from './must-be-new.ts'
import { readLabs } from './read-labs.ts'
import type { World } from './world.ts'

export interface EjectOptions {
  /** Default: the folder one is in. It is made when it is missing. */
  readonly out?: string
  readonly seed?: string
  /** Overwrite existing files. */
  readonly force?: boolean
}

/** Writes a lab as two files that need nothing of ours: a handout for the learner, and a script that is the solution. */
export async function eject(name: string, options: EjectOptions, world: World): Promise<number> {
  const labs = await readLabs([name], options.seed ?? 'show', world)
  if (!labs) return exitCodes.usage
  const folder = resolve(world.cwd, options.out ?? '.')
  const files = labs.flatMap(lab => [
    { path: join(folder, `${fileName(lab)}.sh`), text: labScript(lab, vmGround), mode: 0o755 },
    { path: join(folder, `${fileName(lab)}.md`), text: labHandout(lab, vmGround), mode: 0o644 },
  ])
  // All are looked at before the first is written: either everything is new or nothing is.
  if (!options.force) for (const { path } of files) await mustBeNew(path, 'file-exists', world)
  for (const { path, text, mode } of files) {
    await (options.force ? writeAtomically(path, text, { mode }) : writeNewFile(path, text, mode))
    world.stdout.write(printable(`${shown(path, world.cwd)}\n`))
  }
  return exitCodes.passed
}
