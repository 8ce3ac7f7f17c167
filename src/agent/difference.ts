import type { Census, Leftover } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import type { Present } from './census.ts'
import { mountedNamespace, mountKey, mountPoint } from './mount-table.ts'
import { processRow } from './process-table.ts'

/** What is in one census and not in an earlier one. */
export type Difference = Present

/** What labs have added since. Others may work on the machine as well: what can't be a lab's is left out. */
export function difference(agent: Agent, before: Census, now: Present): Difference {
  const knownProcesses = new Set(before.processes.map(identity))
  const knownMounts = new Set(before.mounts.map(mountKey))
  return {
    processes: now.processes.filter(row => !knownProcesses.has(identity(row)) && isLabs(agent, row)),
    cgroups: now.cgroups.filter(path => !before.cgroups.includes(path)),
    mounts: now.mounts.filter(line => !knownMounts.has(mountKey(line)) && !isSystems(mountPoint(line))),
    links: now.links.filter(name => !before.links.includes(name) && !comesWithModule.has(name)),
  }
}

/** As a person would name them. */
export function leftovers({ processes, cgroups, mounts, links }: Difference): Leftover[] {
  return [
    ...processes.map(({ name, pid }) => ({ kind: 'process' as const, what: `${name} (pid ${pid})` })),
    ...cgroups.map(what => ({ kind: 'cgroup' as const, what })),
    ...mounts.map(line => ({ kind: 'mount' as const, what: mountPoint(line) })),
    ...mounts.flatMap(heldNamespace),
    ...links.map(what => ({ kind: 'link' as const, what })),
  ]
}

function heldNamespace(line: string): Leftover[] {
  const namespace = mountedNamespace(line)
  return namespace ? [{ kind: 'namespace', what: `${namespace} (held by ${mountPoint(line)})` }] : []
}

type Process = Present['processes'][number]

const identity = ({ pid, start }: Process) => `${pid} ${start}`

/** In a cgroup of the labs', or of a session that this agent began; its own short-lived commands are neither. */
function isLabs(agent: Agent, { pid, cgroup }: Process): boolean {
  const row = processRow(pid)
  if (!row) return false
  const started = agent.log.intents.some(
    intent => intent.did === 'start' && row.session === intent.pid && !isAnother(intent.pid, intent.start),
  )
  if (started) return true
  const helpers = [process.pid, agent.starter.pid]
  if (helpers.includes(row.pid) || helpers.includes(row.parent) || agent.cgroup instanceof Error) return false
  return `${cgroup}/`.startsWith(`${agent.cgroup.base}/`)
}

/** Whether a pid now belongs to somebody who began at another time. */
function isAnother(pid: number, start: number): boolean {
  const row = processRow(pid)
  return row !== undefined && row.start !== start
}

/** systemd mounts these when somebody logs in or a unit starts. */
function isSystems(point: string): boolean {
  return point.startsWith('/run/user/') || point.startsWith('/run/credentials/')
}

/** The kernel makes these in every network namespace when a module is loaded; they can't be deleted. */
const comesWithModule: ReadonlySet<string> = new Set(
  'tunl0 gre0 gretap0 erspan0 ip_vti0 ip6_vti0 sit0 ip6tnl0 ip6gre0'.split(' '),
)
