import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { goneErrnos } from '../linux/errno.ts'
import type { Calls } from '../protocol/message.ts'
import { type Agent, cgroupOf } from './agent.ts'
import { CallFailure, errnoOf, onPath } from './call-error.ts'
import { labCgroup } from './cgroup-base.ts'
import { below, directoriesIn, inDirectory, inside, type Path } from './directory-tree.ts'
import { processRow, readIfThere } from './process-table.ts'
import { poll } from './wait.ts'

/** Kills every process in a cgroup of the labs. */
export async function killCgroupCall(agent: Agent, ask: Calls['kill-cgroup']['ask']): Promise<null> {
  await killCgroup(labCgroup(cgroupOf(agent), ask.path), ask.timeout)
  return null
}

/** Kills the whole subtree, at once if the kernel supports that, and returns only when the kernel reports it unpopulated. */
export async function killCgroup(path: Path, timeout: number): Promise<void> {
  onPath(String(path), () => statSync(path))
  const killed = killAtOnce(path)
  const empty = await poll(timeout, () => {
    if (!killed) killEach(path)
    return isPopulated(path) ? undefined : true
  })
  if (empty) return
  throw new CallFailure({
    errno: 'ETIMEDOUT',
    path: String(path),
    message: `${path} still contains ${inhabitants(path)} after ${timeout} ms`,
  })
}

/** The processes in a cgroup and below. A threaded cgroup does not list processes; its domain does. */
export const membersOf = (path: Path): number[] => inDirectory(path, membersIn) ?? []

function membersIn(cgroup: number): number[] {
  const ofThose = directoriesIn(cgroup).flatMap(name => membersOf(inside(cgroup, name)))
  return [...ownMembers(cgroup), ...ofThose]
}

function ownMembers(cgroup: number): number[] {
  try {
    return numbers(readIfThere(inside(cgroup, 'cgroup.procs')))
  } catch (error) {
    if (errnoOf(error) === 'EOPNOTSUPP') return numbers(readIfThere(inside(cgroup, 'cgroup.threads')))
    throw error
  }
}

/** `sleep (pid 412), sh (pid 413)`. */
export function inhabitants(path: Path): string {
  const names = membersOf(path).map(pid => `${processRow(pid)?.name ?? 'a process'} (pid ${pid})`)
  const more = names.length > 5 ? ` and ${names.length - 5} more` : ''
  return names.length > 0 ? names.slice(0, 5).join(', ') + more : 'processes that are not visible from here'
}

/** For kernels before 5.14 and threaded cgroups, which have no cgroup.kill. */
function killAtOnce(path: Path): boolean {
  try {
    writeFileSync(below(path, 'cgroup.kill'), '1', { flag: 'r+' })
    return true
  } catch (error) {
    if (['ENOENT', 'EOPNOTSUPP'].includes(errnoOf(error) ?? '')) return false
    throw error
  }
}

function killEach(path: Path) {
  for (const pid of membersOf(path)) kill(pid)
}

/** Sends SIGKILL; a process that has ended meanwhile is no error. */
export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (errnoOf(error) !== 'ESRCH') throw error
  }
}

function isPopulated(path: Path): boolean {
  try {
    return /^populated 1$/m.test(readFileSync(below(path, 'cgroup.events'), 'utf8'))
  } catch (error) {
    if (goneErrnos.has(errnoOf(error) ?? '')) return false
    throw error
  }
}

function numbers(text = ''): number[] {
  return text.split('\n').filter(Boolean).map(Number)
}

/** Whether a directory is a cgroup: only those have the file. */
export function isCgroup(path: string): boolean {
  return existsSync(`${path}/cgroup.procs`) && existsSync(`${path}/cgroup.controllers`)
}
