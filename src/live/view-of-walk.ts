import type { OutsideView } from '../outside/outside.ts'
import type { Cgroup } from '../outside/walk/cgroup-tree.ts'
import type { Process } from '../outside/walk/process.ts'
import { type KernelView, namespaceKinds, type ViewedCgroup, type ViewedProcess } from './kernel-view.ts'

/** An earlier walk, and the milliseconds from it to this one. */
export interface Earlier {
  readonly walk: OutsideView
  readonly ms: number
}

/** The cgroup into which the init of `vm` puts itself and the agent; all others belong to labs. */
const agentCgroup = '/agent'

/** What is shown of a walk. The CPU time that was used since an earlier walk is told if there was one. */
export function viewOfWalk({ processes, cgroups }: OutsideView, before?: Earlier): KernelView {
  const first = processes.find(({ pid }) => pid === 1)
  const ofUsers = processes.filter(({ kernel }) => !kernel)
  const seen = ofUsers.filter(({ cgroup }) => !isAgents(cgroup))
  const groups = cgroups.filter(({ path }) => !isAgents(path))
  const used = new Map(before?.walk.cgroups.map(({ path, cpuUsage }) => [path, cpuUsage]))
  return {
    machine: first?.namespaces ?? {},
    hostname: first?.hostname ?? '',
    processes: seen.slice(0, mostProcesses).map(process => viewOfProcess(process, first)),
    cgroups: groups
      .slice(0, mostCgroups)
      .map(cgroup => viewOfCgroup(cgroup, shareOf(cgroup.cpuUsage, used.get(cgroup.path), before?.ms))),
    hidden: ofUsers.length - seen.length,
    more: Math.max(0, seen.length - mostProcesses) + Math.max(0, groups.length - mostCgroups),
  }
}

/** A view is sent as one line, whose length is bounded. */
const mostProcesses = 5000
const mostCgroups = 1000

const isAgents = (path: string) => path === agentCgroup || path.startsWith(`${agentCgroup}/`)

function viewOfProcess(process: Process, first: Process | undefined): ViewedProcess {
  const { pid, pids, parent, start, name, state, uid, hostname, cgroup } = process
  const inner = pids.at(-1)
  const own = namespaceKinds.flatMap(kind => {
    const link = process.namespaces[kind]
    return link === undefined || link === first?.namespaces[kind] ? [] : [[kind, link] as const]
  })
  const namespaces: ViewedProcess['namespaces'] = Object.fromEntries(own)
  return {
    ...{ pid, parent, start, name, state, uid: uid.effective, namespaces, cgroup },
    ...(pids.length > 1 && inner !== undefined && { inner }),
    ...(namespaces.uts !== undefined && hostname !== undefined && { hostname }),
    ...(process.namespaces.uts === undefined && { ending: true }),
  }
}

function viewOfCgroup({ path, files }: Cgroup, cpu: number | undefined): ViewedCgroup {
  const { 'cgroup.events': events = '', 'memory.events': _, ...others } = files
  const shown = Object.entries(others).filter(([name]) => !name.endsWith('.peak'))
  return {
    path,
    populated: !/^populated 0$/m.test(events), // the base of the VM has no events, and always processes
    frozen: /^frozen 1$/m.test(events),
    files: Object.fromEntries(shown),
    ...(cpu !== undefined && { cpu }),
  }
}

/** Of microseconds used within milliseconds, in percent. A walk may see what one processor counted before what another did. */
function shareOf(now: number | undefined, before: number | undefined, ms = 0): number | undefined {
  if (now === undefined || before === undefined || ms <= 0) return undefined
  return Math.max(0, Math.round((now - before) / (10 * ms)))
}
