import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeOwnFolder, orphansIn, ownerLives, removeOwnFolder } from './owner.ts'
import { namesIn } from './read.ts'

/**
 * Makes known that this process uses what the cache keeps under a name, before it looks whether that is there: what is in use
 * is not pruned. `users` has a folder for each name, and in it one for each user. Returns what takes it back.
 */
export async function markUse(users: string, name: string): Promise<() => Promise<void>> {
  const folder = join(users, name)
  await Promise.all((await orphansIn(folder)).map(orphan => rm(orphan, { recursive: true, force: true })))
  const mark = await makeOwnFolder(folder)
  return () => removeOwnFolder(mark)
}

/** Whether a process uses it that is alive, or may be. */
export async function isInUse(users: string, name: string): Promise<boolean> {
  return (await namesIn(join(users, name))).some(user => ownerLives(user) !== false)
}
