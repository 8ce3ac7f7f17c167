import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it that are missing. Node's own `recursive` never returns where the kernel answers ENOENT
 * to every attempt, as in /proc.
 */
export async function makeFolder(path: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(path, { mode })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' && dirname(path) !== path) {
      await makeFolder(dirname(path), mode)
      await mkdir(path, { mode }).catch(error => unlessFolder(path, error))
    } else await unlessFolder(path, error)
  }
}

/** Another process may have made it, and a read-only file system may already hold it: EROFS comes before EEXIST. */
async function unlessFolder(path: string, error: unknown): Promise<void> {
  const found = await stat(path).catch(() => undefined) // the first error says more
  if (!found?.isDirectory()) throw error
}
