import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { writeNewFile } from '../cache/write.ts'
import { newLab } from '../lab/new-lab.ts'
import { printable } from '../printable.ts'
import { exitCodes } from '../report/exit-code.ts'
import { labId, shown } from './find-labs.ts'
import { fileProblem } from './problem.ts'
import type { World } from './world.ts'

/** Writes a lab that passes, to be made into another one. An existing file is never touched. */
export async function newLabFile(name: string, world: World): Promise<number> {
  const path = labPath(name, world)
  const file = shown(path, world.cwd)
  const text = newLab({ title: titleOf(path), schema: schemaFor(path, world), file })
  await writeNew(path, text, file)
  world.stdout.write(printable(`${file}\n`))
  return exitCodes.passed
}

/** Writes a lab where there is none. */
export async function writeNew(path: string, text: string, file: string): Promise<void> {
  try {
    await writeNewFile(path, text)
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST' || syscall !== 'open') throw error
    throw fileProblem('lab-exists', { file }, error)
  }
}

/** A name is a lab of the course; what ends in `.yaml` is a path. */
export function labPath(name: string, { cwd }: World): string {
  if (/[^/]\.yaml$/.test(name)) return resolve(cwd, name)
  if (!/^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)*$/.test(name)) throw fileProblem('lab-name', { name })
  return join(cwd, 'labs', `${name}.yaml`)
}

/** `1-namespace/2-two-names.yaml` begins with the title "Two names". */
function titleOf(path: string): string {
  const words = labId(basename(path)).replaceAll(/[-_]+/g, ' ')
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`
}

/** Relative where lab and package move together, in a clone or in a project's node_modules; else where the package is. */
export function schemaFor(path: string, { root, cwd }: World): string {
  const schema = join(root, 'labs/lab.schema.json')
  const together = isBelow(path, root) || (isBelow(path, cwd) && isBelow(schema, cwd))
  return together ? relative(dirname(path), schema) : schema
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return !way.startsWith('..') && !isAbsolute(way)
}
