import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, link, lstat, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { platform } from 'node:os'
import { dirname, join } from 'node:path'
import { makeFolder } from './make-folder.ts'

export interface WriteOptions {
  /** Permission bits of the file, less the umask. Default 0o666. */
  readonly mode?: number
  /** Whether the file must survive a power failure once this has resolved, which files that can be rebuilt need not. Default false. */
  readonly durable?: boolean
  /** Whether an existing file is replaced; where not, its writing rejects with `EEXIST`. Default true. */
  readonly replace?: boolean
}

/**
 * Writes a file atomically: readers see the old content or the new one, and of several writers the last one wins. Creates a missing
 * folder. A failed write leaves nothing behind. What a killed writer left is removed by the first process that writes into the folder
 * an hour later.
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  { mode = 0o666, durable = false, replace = true }: WriteOptions = {},
): Promise<void> {
  const folder = dirname(path)
  await makeFolder(folder)
  await removeAbandoned(folder)
  const part = join(folder, `${randomUUID()}${ending}`)
  try {
    await fill(part, content, mode, durable)
    if (replace) await rename(part, path)
    else await giveNewName(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  if (durable) await syncFolder(folder)
}

/** Writes a file that must not exist yet, with its folder. A failed write leaves no file behind. Rejects with EEXIST where there is one. */
export async function writeNewFile(path: string, content: string, mode = 0o666): Promise<void> {
  await makeFolder(dirname(path))
  try {
    await fill(path, content, mode, false)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(path, { force: true })
    throw error
  }
}

/** Rejects where no file can be written into the folder, which is made: before work begins whose result is to go there. */
export async function mustBeWritable(folder: string): Promise<void> {
  const trial = join(folder, `${randomUUID()}${ending}`)
  try {
    // A full disk still takes an empty file.
    await writeNewFile(trial, ' '.repeat(4096))
  } catch (error) {
    throw Object.assign(error as Error, { path: folder })
  } finally {
    await rm(trial, { force: true })
  }
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

/** Rejects where this user may not write to a folder, or to the one that it would be made in. Makes nothing. */
export async function mustAllowWriting(folder: string): Promise<void> {
  try {
    await access(folder, constants.W_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const isLink = await lstat(folder).then(isTrue, isFalse) // one that leads nowhere is in the way
    if (code !== 'ENOENT' || isLink || dirname(folder) === folder) throw error
    await mustAllowWriting(dirname(folder))
  }
}

const isTrue = () => true
const isFalse = () => false

/** Gives a file its name where that is free: of several writers one succeeds. */
async function giveNewName(part: string, path: string): Promise<void> {
  try {
    await link(part, path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (!withoutLinks.has(code ?? '')) throw error
    await claim(path)
    return rename(part, path)
  }
  await rm(part)
}

/** What file systems without hard links say, such as FAT and folders that a virtual machine shares. */
const withoutLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

async function claim(path: string): Promise<void> {
  const file = await open(path, 'wx')
  await file.close()
}

async function fill(path: string, content: string | Uint8Array, mode: number, durable: boolean) {
  const file = await open(path, 'wx', mode)
  try {
    await file.writeFile(content)
    if (durable) await file.sync()
  } catch (error) {
    // The system names no file when a write to an open one fails.
    throw Object.assign(error as Error, { path })
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
