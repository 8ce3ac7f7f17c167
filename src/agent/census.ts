import { readdirSync, readlinkSync } from 'node:fs'
import { goneErrnos } from '../linux/errno.ts'
import type { ProcessStat } from '../linux/process-stat.ts'
import type { Census } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { errnoOf } from './call-error.ts'
import { subgroups } from './kill-cgroup.ts'
import { mountedNamespace, mountLines } from './mount-table.ts'
import { processes, readIfThere } from './process-table.ts'

/** Notes everything that a lab could leave behind, as it is now. */
export function census(agent: Agent): Census {
  const now = takeCensus(agent)
  // The first one since the last cleaning says what was there before; a later one only looks.
  agent.before ??= now
  return now
}

export function takeCensus(agent: Agent): Census {
  const present = whatIsThere(agent)
  const processes = present.processes.map(row => ({ ...row, namespaces: namespacesOf(row.pid) }))
  const held = processes.flatMap(({ namespaces }) => Object.values(namespaces))
  const mounted = present.mounts.flatMap(line => mountedNamespace(line) ?? [])
  return { ...present, processes, namespaces: [...new Set([...held, ...mounted])].sort() }
}

/** A census but for the namespaces, which are many to read and go when what holds them goes. */
export function whatIsThere(agent: Agent): Present {
  return {
    processes: processes()
      .filter(({ pid, state }) => pid !== process.pid && pid !== agent.starter.pid && state !== 'Z')
      .flatMap(row => withCgroup(row) ?? []),
    cgroups: labCgroups(agent),
    mounts: mountLines(agent.starter.host),
    links: readdirSync('/sys/class/net').sort(),
  }
}

export type Present = Pick<Census, 'cgroups' | 'mounts' | 'links'> & {
  processes: Omit<Census['processes'][number], 'namespaces'>[]
}

/** Every cgroup below the base but the agent's, each after the one it is in. */
export function labCgroups({ cgroup }: Agent): string[] {
  if (cgroup instanceof Error) return []
  const below = (path: string): string[] => [path, ...subgroups(path).flatMap(below)]
  return subgroups(cgroup.base)
    .filter(path => path !== cgroup.leaf)
    .flatMap(below)
}

/** The cgroup v2 path of a process, as a directory. */
export function cgroupDirectory(pid: number): string | undefined {
  const path = /^0::(.*?)( \(deleted\))?$/m.exec(readIfThere(`/proc/${pid}/cgroup`) ?? '')?.[1]
  return path === undefined ? undefined : `/sys/fs/cgroup${path === '/' ? '' : path}`
}

function withCgroup({ pid, start, name }: ProcessStat): Present['processes'][number] | undefined {
  const cgroup = cgroupDirectory(pid)
  return cgroup === undefined ? undefined : { pid, start, name, cgroup }
}

function namespacesOf(pid: number): Record<string, string> {
  return Object.fromEntries(kinds.flatMap(kind => namespaceLink(pid, kind)))
}

/** The kinds this kernel has. */
const kinds = readdirSync('/proc/self/ns').filter(name => !name.endsWith('_for_children'))

function namespaceLink(pid: number, kind: string): [string, string][] {
  try {
    return [[kind, readlinkSync(`/proc/${pid}/ns/${kind}`)]]
  } catch (error) {
    if (goneErrnos.has(errnoOf(error) ?? '') || ['EACCES', 'EPERM'].includes(errnoOf(error) ?? '')) return []
    throw error
  }
}
