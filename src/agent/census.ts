import { readdirSync } from 'node:fs'
import type { ProcessStat } from '../linux/process-stat.ts'
import type { Census } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { directoriesIn, inside, throughDirectory } from './directory-tree.ts'
import { mountedNamespace, mountLines } from './mount-table.ts'
import { bytesOf } from './path-bytes.ts'
import { linkIfThere, processes, readIfThere } from './process-table.ts'
import { turns } from './wait.ts'

/** Lists the processes, cgroups, mounts, namespaces and links that exist now. */
export async function census(agent: Agent): Promise<Census> {
  const rows = processes()
    .filter(({ pid, state }) => pid !== process.pid && pid !== agent.starter.pid && state !== 'Z')
    .flatMap(row => withCgroup(row) ?? [])
  const mounts = mountLines(agent.starter.host)
  const held = rows.flatMap(({ namespaces }) => Object.values(namespaces))
  const mounted = mounts.flatMap(line => mountedNamespace(line) ?? [])
  return {
    processes: rows,
    cgroups: (await labCgroups(agent)).map(path => bytesOf(path).toString('utf8')),
    mounts,
    links: readdirSync('/sys/class/net').sort(),
    namespaces: [...new Set([...held, ...mounted])].sort(),
  }
}

/** Every cgroup below the base except the agent's, parents first; one character per byte of the path. */
export async function labCgroups({ cgroup }: Agent): Promise<string[]> {
  if (cgroup instanceof Error) return []
  const found: string[] = []
  const rest = turns()
  const addGroups = async (directory: number, path: string): Promise<void> => {
    for (const name of directoriesIn(directory)) {
      const group = `${path}/${name.toString('latin1')}`
      if (group === cgroup.leaf) continue
      found.push(group)
      await throughDirectory(inside(directory, name), below => addGroups(below, group))
      await rest()
    }
  }
  await throughDirectory(cgroup.base, base => addGroups(base, cgroup.base))
  return found
}

/** The directory of a process's cgroup. */
export function cgroupDirectory(pid: number): string | undefined {
  const path = /^0::(.*?)( \(deleted\))?$/m.exec(readIfThere(`/proc/${pid}/cgroup`) ?? '')?.[1]
  return path === undefined ? undefined : `/sys/fs/cgroup${path === '/' ? '' : path}`
}

/** With what else is told of each process; undefined if it is gone. */
export function withCgroup({ pid, start, name }: ProcessStat): Census['processes'][number] | undefined {
  const cgroup = cgroupDirectory(pid)
  return cgroup === undefined ? undefined : { pid, start, name, cgroup, namespaces: namespacesOf(pid) }
}

function namespacesOf(pid: number): Record<string, string> {
  return Object.fromEntries(kinds.flatMap(kind => namespaceLink(pid, kind)))
}

/** The kinds of namespaces that this kernel has. */
const kinds = readdirSync('/proc/self/ns').filter(name => !name.endsWith('_for_children'))

function namespaceLink(pid: number, kind: string): [string, string][] {
  const link = linkIfThere(`/proc/${pid}/ns/${kind}`)
  return link === undefined ? [] : [[kind, link]]
}
