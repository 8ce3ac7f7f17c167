import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { platform } from 'node:os'
import { dirname, join } from 'node:path'

export interface WriteOptions {
  /** Permission bits of the file, less the umask. Default 0o666. */
  readonly mode?: number
  /** Whether the file must survive a power failure once this has resolved, which files that can be rebuilt need not. Default false. */
  readonly durable?: boolean
}

/**
 * Writes a file atomically: readers see the old content or the new one, and of several writers the last one wins. Creates a missing
 * folder. A failed write leaves nothing behind. What a killed writer left is removed by the first process that writes into the folder
 * an hour later.
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  { mode = 0o666, durable = false }: WriteOptions = {},
): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true })
  await removeAbandoned(folder)
  const part = join(folder, `${randomUUID()}${ending}`)
  try {
    await writeNew(part, content, mode, durable)
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  if (durable) await syncFolder(folder)
}

/** The suffix of temporary files. */
const ending = '.unboxed-part'

/** Milliseconds after which a temporary file counts as abandoned. */
const longest = 3_600_000

/** Folders this process has already cleaned. */
const tidied = new Set<string>()

async function removeAbandoned(folder: string): Promise<void> {
  if (tidied.has(folder)) return
  tidied.add(folder)
  const parts = (await readdir(folder)).filter(name => name.endsWith(ending)).map(name => join(folder, name))
  await Promise.all(
    parts.map(async part => {
      // If it is gone, its writer has finished.
      const changed = await stat(part).then(
        ({ mtimeMs }) => mtimeMs,
        () => Date.now(),
      )
      if (Date.now() - changed > longest) await rm(part, { force: true })
    }),
  )
}

async function writeNew(path: string, content: string | Uint8Array, mode: number, durable: boolean) {
  const file = await open(path, 'wx', mode)
  try {
    await file.writeFile(content)
    if (durable) await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes a rename durable (fsync(2)). Windows cannot open a folder and does not need this. */
async function syncFolder(path: string): Promise<void> {
  if (platform() === 'win32') return
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
