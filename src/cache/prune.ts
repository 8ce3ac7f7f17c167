import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { orphansIn } from './owner.ts'
import { isInUse } from './use.ts'

/** Removes all but the newest finished folders, whose names are digests, and those in use (use.ts). */
export async function prune(parent: string, keep: number, users?: string): Promise<void> {
  const finished = (await readdir(parent)).filter(name => /^[0-9a-f]{32}$/.test(name))
  const used = users === undefined ? [] : await Promise.all(finished.map(name => isInUse(users, name)))
  const unused = finished.filter((_, index) => !used[index])
  await removeOldest(
    unused.map(name => join(parent, name)),
    Math.max(0, keep - (finished.length - unused.length)),
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
