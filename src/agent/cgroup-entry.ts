import { existsSync, readFileSync } from 'node:fs'
import { CallFailure, onPath } from './call-error.ts'

/** Refuses where no process may enter, with the true reason: the kernel says no more than EBUSY. */
export function mustTakeProcesses(cgroup: string): void {
  const procs = `${cgroup}/cgroup.procs`
  const enabled = onPath(procs, () => readFileSync(`${cgroup}/cgroup.subtree_control`, 'utf8').trim())
  // Only the root has no type: it may have processes and still hand controllers down.
  if (enabled === '' || !existsSync(`${cgroup}/cgroup.type`)) return
  const domain = enabled.split(' ').filter(name => !threaded.has(name))
  if (domain.length === 0) return
  throw new CallFailure({
    errno: 'EBUSY',
    syscall: 'write',
    path: procs,
    message: `${cgroup} hands ${domain.join(', ')} down to the cgroups below it, so it can't have processes of its own (no internal processes)`,
  })
}

/** Controllers that don't make a cgroup a domain: a group that hands down these alone may have members. */
const threaded: ReadonlySet<string> = new Set(['cpu', 'cpuset', 'perf_event', 'pids'])
