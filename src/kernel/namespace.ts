import { unreadable } from '../linux/unreadable.ts'

/** One kind of namespace: namespaces(7). */
export interface Namespace {
  /** The long option of unshare(1) and nsenter(1), without the dashes; also the word in a lab's `in.namespaces`. */
  readonly option: NamespaceOption
  /** The flag of clone(2), unshare(2) and setns(2). */
  readonly flag: string
  readonly manual: string
  /** The kernel that first had it complete. */
  readonly since: string
  /** What a process in one of its own has for itself; completes "It has its own …". */
  readonly isolates: string
}

export type NamespaceOption = 'cgroup' | 'ipc' | 'mount' | 'net' | 'pid' | 'time' | 'user' | 'uts'

/** The eight kinds, by their names in /proc/PID/ns; everything else loops over this. */
export const namespaces = {
  cgroup: {
    option: 'cgroup',
    flag: 'CLONE_NEWCGROUP',
    manual: 'cgroup_namespaces(7)',
    since: '4.6',
    isolates: 'view of the cgroup tree, which begins at the group it was in when the namespace was made',
  },
  ipc: {
    option: 'ipc',
    flag: 'CLONE_NEWIPC',
    manual: 'ipc_namespaces(7)',
    since: '2.6.19',
    isolates: 'System V shared memory, semaphores and message queues, and POSIX message queues',
  },
  mnt: {
    option: 'mount',
    flag: 'CLONE_NEWNS',
    manual: 'mount_namespaces(7)',
    since: '2.4.19',
    isolates: 'list of mounts, and so its own picture of the file system',
  },
  net: {
    option: 'net',
    flag: 'CLONE_NEWNET',
    manual: 'network_namespaces(7)',
    since: '2.6.29',
    isolates: 'network links, addresses, routes, ports and firewall rules',
  },
  pid: {
    option: 'pid',
    flag: 'CLONE_NEWPID',
    manual: 'pid_namespaces(7)',
    since: '2.6.24',
    isolates: 'process numbers, which begin again at 1, and it sees no process outside',
  },
  time: {
    option: 'time',
    flag: 'CLONE_NEWTIME',
    manual: 'time_namespaces(7)',
    since: '5.6',
    isolates: 'offsets of the monotonic and boot-time clocks; the wall clock stays shared',
  },
  user: {
    option: 'user',
    flag: 'CLONE_NEWUSER',
    manual: 'user_namespaces(7)',
    since: '3.8',
    isolates: 'user and group numbers and capabilities: root inside can be an unprivileged user outside',
  },
  uts: {
    option: 'uts',
    flag: 'CLONE_NEWUTS',
    manual: 'uts_namespaces(7)',
    since: '2.6.19',
    isolates: 'host name and domain name',
  },
} as const satisfies Record<string, Namespace>

export type NamespaceName = keyof typeof namespaces

export const namespaceNames = Object.keys(namespaces) as NamespaceName[]

export const isNamespaceName = (word: string): word is NamespaceName => Object.hasOwn(namespaces, word)

/** The identity that /proc/PID/ns/NAME points to, such as `pid:[4026531836]`; namespaces(7). */
export function parseNamespaceLink(text: string, name: NamespaceName): string {
  const link = text.trim()
  if (!new RegExp(`^${name}:\\[\\d+\\]$`).test(link))
    throw unreadable(`a link such as ${name}:[4026531836]`, text)
  return link
}
