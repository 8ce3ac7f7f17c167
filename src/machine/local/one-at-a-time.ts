import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ownedName, ownerLives } from '../vm/owner.ts'
import { problem } from './problem.ts'

/** Takes the lock of this machine, and gives back what lets it go. The lock of a runner that has died is taken over. */
export function takeLock(lock: string): () => void {
  mkdirSync(dirname(lock), { recursive: true, mode: 0o700 })
  const owner = ownedName()
  for (const last of [false, true]) {
    try {
      writeFileSync(lock, owner, { flag: 'wx' })
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (last || ownerLives(readFileSync(lock, 'utf8')) !== false) break
    rmSync(lock, { force: true })
  }
  throw problem('in-use', { lock })
}
