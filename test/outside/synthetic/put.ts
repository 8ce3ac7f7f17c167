import type { Address } from '../../../src/outside/address.ts'
import type { Path } from '../../../src/outside/layout.ts'
import type { SyntheticGuest } from './guest.ts'

/** What the processes of a test share unless they are given their own. */
export interface Surroundings {
  readonly proxy: Address
  readonly user: Address
  readonly pidNamespace: Address
  /** The root of the hierarchy of cgroups. */
  readonly root: Address
}

/** The numbers of the first namespaces, as every kernel has them. */
const firstNamespaces = {
  cgroup: ['nsproxy.cgroup_ns', 'cgroup_namespace.ns.inum', 4026531835],
  ipc: ['nsproxy.ipc_ns', 'ipc_namespace.ns.inum', 4026531839],
  mnt: ['nsproxy.mnt_ns', 'mnt_namespace.ns.inum', 4026531841],
  net: ['nsproxy.net_ns', 'net.ns.inum', 4026531840],
  time: ['nsproxy.time_ns', 'time_namespace.ns.inum', 4026531834],
  uts: ['nsproxy.uts_ns', 'uts_namespace.ns.inum', 4026531838],
} as const

export function putSurroundings(guest: SyntheticGuest): Surroundings {
  const { make, set, point, map } = guest
  const [proxy, user, pidNamespace] = [make(), make(), make()]
  for (const [member, number, inum] of Object.values(firstNamespaces)) {
    const namespace = make()
    set(namespace, number, inum)
    point(proxy, member, namespace)
    if (member === 'nsproxy.uts_ns') set(namespace, 'uts_namespace.name.nodename', 'guest')
  }
  set(user, 'user_namespace.ns.inum', 4026531837)
  set(pidNamespace, 'pid_namespace.ns.inum', 4026531836)
  const root = map.symbols.cgrp_dfl_root + (map.places['cgroup_root.cgrp']?.offset ?? 0)
  putCgroup(guest, { at: root, name: '' })
  putTasks(guest, [])
  return { proxy, user, pidNamespace, root }
}

/** Makes these the processes of the guest. */
export function putTasks({ map, link }: SyntheticGuest, tasks: readonly Address[]): void {
  const head = map.symbols.init_task + (map.places['task_struct.tasks']?.offset ?? 0)
  link(head, tasks, 'task_struct.tasks')
}

export interface PutProcess {
  /** From the first PID namespace to its own. */
  readonly pids: readonly number[]
  readonly cgroup?: Address
  /** 0: it is a zombie that has given up its namespaces. */
  readonly proxy?: Address
  readonly parent?: Address
  readonly groups?: readonly number[]
  readonly task?: Partial<Record<Extract<Path, `task_struct.${string}`>, number | string>>
  readonly signal?: Partial<Record<Extract<Path, `signal_struct.${string}`>, number>>
  readonly cred?: Partial<Record<Extract<Path, `cred.${string}`>, number>>
}

export function putProcess(guest: SyntheticGuest, around: Surroundings, process: PutProcess): Address {
  const { make, set, point, element, map } = guest
  const [task, pid, cred, signal, css, groups] = [make(), make(), make(), make(), make(), make()]
  point(task, 'task_struct.thread_pid', pid)
  point(task, 'task_struct.real_cred', cred)
  point(task, 'task_struct.signal', signal)
  point(task, 'task_struct.nsproxy', process.proxy ?? around.proxy)
  point(task, 'task_struct.cgroups', css)
  point(task, 'task_struct.real_parent', process.parent ?? map.symbols.init_task)
  point(css, 'css_set.dfl_cgrp', process.cgroup ?? around.root)
  point(cred, 'cred.user_ns', around.user)
  point(cred, 'cred.group_info', groups)
  set(groups, 'group_info.ngroups', process.groups?.length ?? 0)
  process.groups?.forEach((group, i) => void set(groups, 'group_info.gid[]', group, i))
  set(task, 'task_struct.tgid', process.pids[0] ?? 0)
  set(pid, 'pid.level', process.pids.length - 1)
  process.pids.forEach((number, i) => {
    set(element(pid, 'pid.numbers[]', i), 'upid.nr', number)
    point(element(pid, 'pid.numbers[]', i), 'upid.ns', around.pidNamespace)
  })
  for (const [structure, members] of [
    [task, process.task],
    [signal, process.signal],
    [cred, process.cred],
  ] as const)
    for (const [path, value] of Object.entries(members ?? {})) set(structure, path as Path, value)
  return task
}

export interface PutCgroup {
  readonly name: string
  readonly parent?: Address
  /** Where it is; default: anywhere. */
  readonly at?: Address
  /** Whether it was removed. */
  readonly removed?: true
}

/** Makes a cgroup without children. */
export function putCgroup(
  { make, set, point, pointToText, link, map, kernel }: SyntheticGuest,
  { name, parent, at = make(), removed }: PutCgroup,
): Address {
  const reader = kernel()
  const state = reader.at(at, 'cgroup.self')
  const node = make()
  point(state, 'cgroup_subsys_state.cgroup', at)
  set(state, 'cgroup_subsys_state.flags', removed ? 0 : (map.enumerators.CSS_ONLINE ?? 0))
  point(at, 'cgroup.kn', node)
  pointToText(node, 'kernfs_node.name', name)
  if (parent !== undefined) point(node, 'kernfs_node.parent', reader.follow(parent, 'cgroup.kn'))
  link(reader.at(at, 'cgroup.self.children'), [], 'cgroup_subsys_state.sibling')
  point(at, 'cgroup.dom_cgrp', at)
  if (parent !== undefined) point(at, 'cgroup.self.parent', reader.at(parent, 'cgroup.self'))
  return at
}

/** Makes these the children of a cgroup. */
export function putChildren({ link, kernel }: SyntheticGuest, parent: Address, children: readonly Address[]) {
  const reader = kernel()
  const states = children.map(child => reader.at(child, 'cgroup.self'))
  link(reader.at(parent, 'cgroup.self.children'), states, 'cgroup_subsys_state.sibling')
}

/** Enables a controller in a cgroup, with a structure of its own. */
export function putController(
  { make, set, point, map, kernel }: SyntheticGuest,
  cgroup: Address,
  [id, state]: readonly ['cpu_cgrp_id' | 'memory_cgrp_id' | 'pids_cgrp_id', Path],
  isVisible = true,
): Address {
  const structure = make()
  const part = kernel().at(structure, state)
  set(part, 'cgroup_subsys_state.flags', isVisible ? (map.enumerators.CSS_VISIBLE ?? 0) : 0)
  point(cgroup, 'cgroup.subsys[]', part, map.enumerators[id] ?? 0)
  return structure
}
