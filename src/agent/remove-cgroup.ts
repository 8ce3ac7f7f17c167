import { rmdirSync } from 'node:fs'
import type { Calls } from '../protocol/message.ts'
import { type Agent, cgroupOf } from './agent.ts'
import { CallFailure, errnoOf } from './call-error.ts'
import { labCgroup } from './cgroup-base.ts'
import { directoriesIn, inside, type Path, throughDirectory } from './directory-tree.ts'
import { inhabitants } from './kill-cgroup.ts'
import { poll, turns } from './wait.ts'

/** Removes a cgroup of the labs and everything below it. */
export async function removeCgroupCall(agent: Agent, ask: Calls['remove-cgroup']['ask']): Promise<null> {
  await removeCgroup(labCgroup(cgroupOf(agent), ask.path), ask.timeout)
  return null
}

/** Removes from the bottom up. A cgroup stays busy for a moment after its last process has ended. */
export async function removeCgroup(path: Path, timeout: number): Promise<void> {
  const rest = turns()
  const done = await poll(timeout, async () => {
    await throughDirectory(path, directory => removeBelow(directory, rest))
    return isBusyWhenRemoved(path) ? undefined : true
  })
  if (done) return
  const message = `${path} could not be removed within ${timeout} ms: it contains ${inhabitants(path)}`
  throw new CallFailure({ errno: 'EBUSY', syscall: 'rmdir', path: String(path), message })
}

async function removeBelow(cgroup: number, rest: () => Promise<void>): Promise<void> {
  for (const name of directoriesIn(cgroup)) {
    const path = inside(cgroup, name)
    await throughDirectory(path, directory => removeBelow(directory, rest))
    removeIfThere(path)
    await rest()
  }
}

function removeIfThere(path: Path): void {
  try {
    isBusyWhenRemoved(path)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
}

/** Removes one cgroup; whether it was still in use. */
function isBusyWhenRemoved(path: Path): boolean {
  try {
    rmdirSync(path)
    return false
  } catch (error) {
    if (errnoOf(error) === 'EBUSY') return true
    throw error
  }
}
