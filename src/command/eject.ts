import { join, resolve } from 'node:path'
import { writeAtomically, writeNewFile } from '../cache/write.ts'
import type { Lab } from '../lab/lab.ts'
import { vmGround } from '../plan/ground.ts'
import { labHandout } from '../plan/handout.ts'
import { fileName, labScript } from '../plan/script.ts'
import { printable } from '../printable.ts'
import { exitCodes } from '../report/exit-code.ts'
import { labTemplate, templateName } from '../submission/template.ts'
import { shown } from './lab-path.ts'
import { mustBeNew } from './must-be-new.ts'
import { readLabs } from './read-labs.ts'
import type { World } from './world.ts'

export interface EjectOptions {
  /** Default: the current folder. It is created if it does not exist. */
  readonly out?: string
  readonly seed?: string
  /** Overwrite existing files. */
  readonly force?: boolean
  /** Write the script that a learner fills in, and nothing of the solution. */
  readonly template?: boolean
}

/** Writes a lab as files: a handout for the learner and a script with the solution, which need no unboxed; or a template to hand in. */
export async function eject(name: string, options: EjectOptions, world: World): Promise<number> {
  const labs = await readLabs([name], options.seed ?? 'show', world)
  if (!labs) return exitCodes.usage
  const folder = resolve(world.cwd, options.out ?? '.')
  const files = labs
    .flatMap(options.template ? templateFile : paperFiles)
    .map(file => ({ ...file, path: join(folder, file.name) }))
  // Checks all before writing the first, so that it writes either all files or none.
  if (!options.force) for (const { path } of files) await mustBeNew(path, 'file-exists', world)
  for (const { path, text, mode } of files) {
    await (options.force ? writeAtomically(path, text, { mode }) : writeNewFile(path, text, mode))
    world.stdout.write(printable(`${shown(path, world.cwd)}\n`))
  }
  return exitCodes.passed
}

interface EjectedFile {
  readonly name: string
  readonly text: string
  readonly mode: number
}

const paperFiles = (lab: Lab): EjectedFile[] => [
  { name: `${fileName(lab)}.sh`, text: labScript(lab, vmGround), mode: 0o755 },
  { name: `${fileName(lab)}.md`, text: labHandout(lab, vmGround), mode: 0o644 },
]

const templateFile = (lab: Lab): EjectedFile[] => [
  { name: templateName(lab), text: labTemplate(lab, vmGround), mode: 0o644 },
]
