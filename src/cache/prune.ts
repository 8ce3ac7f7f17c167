import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { orphansIn } from './owner.ts'

/** Removes all but the newest finished folders, whose names are digests. A clone that maps a file in a removed folder keeps its memory. */
export async function prune(parent: string, keep: number): Promise<void> {
  const finished = (await readdir(parent)).filter(name => /^[0-9a-f]{32}$/.test(name))
  await removeOldest(
    finished.map(name => join(parent, name)),
    keep,
  )
}

/** Removes all but the newest folders of dead owners, for results that a person may still read. */
export async function pruneOrphans(parent: string, keep: number): Promise<void> {
  await removeOldest(await orphansIn(parent), keep)
}

async function removeOldest(folders: readonly string[], keep: number): Promise<void> {
  const made = await Promise.all(folders.map(async folder => ({ folder, at: await madeAt(folder) })))
  const old = made.sort((a, b) => b.at - a.at).slice(keep)
  await Promise.all(old.map(({ folder }) => rm(folder, { recursive: true, force: true })))
}

/** Another process may have removed it meanwhile. */
async function madeAt(folder: string): Promise<number> {
  const found = await stat(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return found?.mtimeMs ?? Number.NEGATIVE_INFINITY
}
