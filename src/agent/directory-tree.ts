import { closeSync, constants, fstatSync, openSync, readdirSync } from 'node:fs'
import { goneErrnos } from '../linux/errno.ts'
import { errnoOf } from './call-error.ts'

/** A path: text is UTF-8, bytes stay as they are. */
export type Path = string | Buffer

/**
 * Keeps a directory open while `work` runs; does nothing if the directory is gone. `inside` gives paths of its entries through
 * the open descriptor, since a lab may nest directories until a path exceeds PATH_MAX.
 */
export function inDirectory<T>(path: Path, work: (directory: number) => T): T | undefined {
  const directory = openIfThere(path)
  if (directory === undefined) return undefined
  try {
    return work(directory)
  } finally {
    closeSync(directory)
  }
}

/** The same for work that takes turns with the agent's other work. */
export async function throughDirectory<T>(
  path: Path,
  work: (directory: number) => Promise<T>,
): Promise<T | undefined> {
  const directory = openIfThere(path)
  if (directory === undefined) return undefined
  try {
    return await work(directory)
  } finally {
    closeSync(directory)
  }
}

/** The path of an entry of an open directory. */
export const inside = (directory: number, name: Path): Buffer =>
  Buffer.concat([Buffer.from(`/proc/self/fd/${directory}/`), Buffer.from(name as string)])

export const below = (path: Path, name: Path): Buffer =>
  Buffer.concat([Buffer.from(path as string), slash, Buffer.from(name as string)])

/** The names of the subdirectories. A cgroup lists dozens of files, so one without subdirectories, which has two links, is not listed. */
export function directoriesIn(directory: number): Buffer[] {
  try {
    if (fstatSync(directory).nlink === 2) return []
    return readdirSync(`/proc/self/fd/${directory}`, { withFileTypes: true, encoding: 'buffer' })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => name)
  } catch (error) {
    if (goneErrnos.has(errnoOf(error) ?? '')) return []
    throw error
  }
}

function openIfThere(path: Path): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
  } catch (error) {
    if (goneErrnos.has(errnoOf(error) ?? '')) return undefined
    throw error
  }
}

const slash = Buffer.of(0x2f)
