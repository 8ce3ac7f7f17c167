import { closeSync, constants, openSync, readdirSync } from 'node:fs'
import { goneErrnos } from '../linux/errno.ts'
import { errnoOf } from './call-error.ts'

/** As text, UTF-8; a name that came as bytes stays bytes. */
export type Path = string | Buffer

/**
 * Opens a directory for as long as somebody works in it; nothing is done where it is gone. `inside` names what it holds
 * by that, since a lab may nest directories until their path is longer than the kernel takes.
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

/** A path of what an open directory holds. */
export const inside = (directory: number, name: Path): Buffer =>
  Buffer.concat([Buffer.from(`/proc/self/fd/${directory}/`), Buffer.from(name as string)])

export const below = (path: Path, name: Path): Buffer =>
  Buffer.concat([Buffer.from(path as string), slash, Buffer.from(name as string)])

/** The names of the directories in one. */
export function directoriesIn(directory: number): Buffer[] {
  try {
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
