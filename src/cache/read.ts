import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { goneErrnos } from '../linux/errno.ts'

/** The text of a file; undefined if it does not exist. */
export async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(error => ifGone(error, undefined))
}

/** As `readIfThere`, for small files of /proc. */
export function readIfThereSync(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    return ifGone(error, undefined)
  }
}

/** The names in a folder; none if it does not exist. */
export async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(error => ifGone(error, []))
}

function ifGone<T>(error: unknown, instead: T): T {
  if (goneErrnos.has((error as NodeJS.ErrnoException).code ?? '')) return instead
  throw error
}
