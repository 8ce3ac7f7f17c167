import type { NamespaceKind, Namespaces } from '../outside/walk/namespaces.ts'

/** What is shown of the kernel of a machine at one moment: what its memory says, without kernel threads and the agent. */
export interface KernelView {
  /** The namespaces of the machine's first process. */
  readonly machine: Namespaces
  /** The host name in its UTS namespace. */
  readonly hostname: string
  /** In the order in which they were made. */
  readonly processes: readonly ViewedProcess[]
  /** The base of the labs, which is `/`, and all cgroups below it, parents first. */
  readonly cgroups: readonly ViewedCgroup[]
  /** How many processes of the agent are left out. */
  readonly hidden: number
  /** How many other processes and cgroups are left out, since there are too many. */
  readonly more: number
}

export interface ViewedProcess {
  /** In the machine's PID namespace. */
  readonly pid: number
  /** In its own PID namespace, if that is another one. */
  readonly inner?: number
  readonly parent: number
  /** Clock ticks since boot. */
  readonly start: number
  readonly name: string
  /** As in /proc/PID/stat: R, S, D, T, … */
  readonly state: string
  /** Its effective user ID, as the machine has it. */
  readonly uid: number
  /** Its namespaces that are not those of the machine. */
  readonly namespaces: Namespaces
  /** The host name that it sees, if its UTS namespace is not that of the machine. */
  readonly hostname?: string
  /** The path of its cgroup, such as `/box`. */
  readonly cgroup: string
  /** It has ended, or is about to, and has given up its namespaces. */
  readonly ending?: true
}

export interface ViewedCgroup {
  readonly path: string
  /** Both as in cgroup.events. */
  readonly populated: boolean
  readonly frozen: boolean
  /** What its other files say. */
  readonly files: Readonly<Record<string, string>>
  /** Of one processor, in percent, since the view before; absent from the first view. */
  readonly cpu?: number
}

/** The kinds of namespaces, in the order in which they are told. */
export const namespaceKinds = [
  'user',
  'pid',
  'mnt',
  'net',
  'uts',
  'ipc',
  'cgroup',
  'time',
] as const satisfies readonly NamespaceKind[]
