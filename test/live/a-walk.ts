import type { OutsideView } from '../../src/outside/outside.ts'
import type { Cgroup } from '../../src/outside/walk/cgroup-tree.ts'
import type { Process } from '../../src/outside/walk/process.ts'

const ids = (id: number) => ({ real: id, effective: id, saved: id, filesystem: id })

/** The namespaces of the machine in which all that is made here runs. */
export const machineNamespaces = {
  cgroup: 'cgroup:[4026531835]',
  ipc: 'ipc:[4026531839]',
  mnt: 'mnt:[4026531841]',
  net: 'net:[4026531840]',
  time: 'time:[4026531834]',
  uts: 'uts:[4026531838]',
  pid: 'pid:[4026531836]',
  user: 'user:[4026531837]',
} as const

/** A sleeping process of root in `/terminal`, which differs in what is given. */
export function aProcess(
  pid: number,
  name: string,
  { uid = 0, namespaces = {}, ...others }: Partial<Omit<Process, 'uid'>> & { readonly uid?: number } = {},
): Process {
  const none = '0'.repeat(16)
  return {
    ...{ pid, name, pids: [pid], parent: 1, state: 'S', start: 10 * pid, threads: 1, kernel: false },
    ...{ uid: ids(uid), gid: ids(uid), groups: [] },
    capabilities: { permitted: none, effective: none, inheritable: none, bounding: none, ambient: none },
    ...{ noNewPrivs: false, seccomp: 0, oomScoreAdj: 0, hostname: 'unboxed', cgroup: '/terminal' },
    ...others,
    namespaces: { ...machineNamespaces, ...namespaces },
  }
}

export function aCgroup(path: string, files: Cgroup['files'] = {}, cpuUsage = 0): Cgroup {
  const events = 'populated 1\nfrozen 0'
  return { path, files: { 'cgroup.events': events, ...files }, unsupported: {}, cpuUsage }
}

/** A walk of a machine with a shell, and with what is given. */
export function aWalk(processes: readonly Process[] = [], cgroups: readonly Cgroup[] = []): OutsideView {
  return {
    processes: [
      aProcess(1, 'tini', { parent: 0, cgroup: '/agent' }),
      aProcess(2, 'kthreadd', { parent: 0, kernel: true, cgroup: '/' }),
      aProcess(40, 'node', { cgroup: '/agent' }),
      aProcess(60, 'bash', { parent: 40 }),
      ...processes,
    ],
    cgroups: [
      { path: '/', files: { 'cgroup.subtree_control': 'memory pids' }, unsupported: {} },
      aCgroup('/agent'),
      aCgroup('/terminal', { 'pids.current': '2', 'pids.max': 'max' }),
      ...cgroups,
    ],
    torn: 0,
  }
}
