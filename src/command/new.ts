import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { writeNewFile } from '../cache/write.ts'
import { newLab } from '../lab/new-lab.ts'
import { quote } from '../plan/shell-syntax.ts'
import { printable } from '../printable.ts'
import { exitCodes } from '../report/exit-code.ts'
import { pathWord } from './command-words.ts'
import { findKnown } from './find-labs.ts'
import { labId, shown } from './lab-path.ts'
import { fileProblem } from './problem.ts'
import type { World } from './world.ts'

/** Writes a lab that passes, to be made into another one. An existing file is never touched. */
export async function newLabFile(name: string, world: World): Promise<number> {
  const path = await labPath(name, world)
  const file = shown(path, world.cwd)
  const text = newLab({ title: titleOf(path), schema: schemaFor(path, world), file: quote(pathWord(file)) })
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
    throw fileProblem('lab-exists', { file })
  }
}

/** The file of a new lab: in `labs` by its name, or where a path that ends in `.yaml` leads. No other lab may have its id. */
export async function labPath(name: string, world: World): Promise<string> {
  const { cwd, root } = world
  const isPath = /[^/]\.yaml$/.test(name)
  if (!isPath && !/^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)*$/.test(name))
    throw fileProblem('lab-name', { name })
  const path = isPath ? resolve(cwd, name) : join(cwd, 'labs', `${name}.yaml`)
  const folder = [cwd, root].map(each => join(each, 'labs')).find(labs => isBelow(path, labs))
  const id = folder && labId(relative(folder, path))
  const other = (await findKnown(world)).find(lab => lab.id === id && lab.path !== path)
  if (other) throw fileProblem('lab-taken', { id: other.id, file: other.file })
  return path
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
