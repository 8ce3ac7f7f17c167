import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Removes all but the newest finished folders, which are named for a digest; a clone that maps a file of a removed one keeps its memory. */
export async function prune(parent: string, keep: number): Promise<void> {
  const finished = (await readdir(parent)).filter(name => /^[0-9a-f]{32}$/.test(name))
  const made = await Promise.all(
    finished.map(async name => ({ name, at: (await stat(join(parent, name))).mtimeMs })),
  )
  const old = made.sort((a, b) => b.at - a.at).slice(keep)
  await Promise.all(old.map(({ name }) => rm(join(parent, name), { recursive: true, force: true })))
}
