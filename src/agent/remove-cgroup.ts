import { rmdirSync } from 'node:fs'
import type { Calls } from '../protocol/message.ts'
import { type Agent, cgroupOf } from './agent.ts'
import { CallFailure, errnoOf } from './call-error.ts'
import { labCgroup } from './cgroup-base.ts'
import { inhabitants, subgroups } from './kill-cgroup.ts'
import { poll } from './wait.ts'

/** Removes a cgroup of the labs' and all below it. */
export async function removeCgroupCall(agent: Agent, ask: Calls['remove-cgroup']['ask']): Promise<null> {
  await removeCgroup(labCgroup(cgroupOf(agent), ask.path), ask.timeout)
  return null
}

/** rmdir from the deepest up. A cgroup stays busy for a moment after its last process has died. */
export async function removeCgroup(path: string, timeout: number): Promise<void> {
  const deadline = performance.now() + timeout
  for (const below of subgroups(path)) await removeIfThere(below, deadline - performance.now())
  const done = await poll(timeout, () => {
    try {
      rmdirSync(path)
      return true
    } catch (error) {
      if (errnoOf(error) === 'EBUSY') return undefined
      throw error
    }
  })
  if (done) return
  const message = `after ${timeout} ms ${path} can't be removed: it holds ${inhabitants(path)}`
  throw new CallFailure({ errno: 'EBUSY', syscall: 'rmdir', path, message })
}

async function removeIfThere(path: string, timeout: number): Promise<void> {
  try {
    await removeCgroup(path, timeout)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
}
