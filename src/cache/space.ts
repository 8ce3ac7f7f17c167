import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Bytes that this user may still write to a folder, which need not exist yet. */
export async function freeSpace(folder: string): Promise<number> {
  const found = await statfs(folder).catch(() => undefined) // missing, or below a file
  if (found) return found.bavail * found.bsize
  return dirname(folder) === folder ? 0 : freeSpace(dirname(folder))
}

export const gibibytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`
