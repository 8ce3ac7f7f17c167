import type { Address } from '../address.ts'
import { Torn } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import type { Path } from '../layout.ts'

/** The kinds that a process reaches through its nsproxy: its member, and where the number of the namespace is. */
export const proxied = {
  cgroup: ['nsproxy.cgroup_ns', 'cgroup_namespace.ns.inum'],
  ipc: ['nsproxy.ipc_ns', 'ipc_namespace.ns.inum'],
  mnt: ['nsproxy.mnt_ns', 'mnt_namespace.ns.inum'],
  net: ['nsproxy.net_ns', 'net.ns.inum'],
  time: ['nsproxy.time_ns', 'time_namespace.ns.inum'],
  uts: ['nsproxy.uts_ns', 'uts_namespace.ns.inum'],
} as const satisfies Record<string, readonly [Path, Path]>

type ProxiedKind = keyof typeof proxied
export const proxiedKinds = Object.keys(proxied) as ProxiedKind[]
export type NamespaceKind = ProxiedKind | 'pid' | 'user'

/** As the links in /proc/PID/ns: `uts:[4026531838]`. Those that a process gives up when it ends are missing from a zombie, as they are there. */
export type Namespaces = Readonly<Partial<Record<NamespaceKind, string>>>

export function namespacesOf(kernel: Kernel, task: Address, pid: Address, cred: Address): Namespaces {
  const proxy = kernel.pointer(task, 'task_struct.nsproxy')
  const [own, user] = [pidNamespace(kernel, pid), kernel.follow(cred, 'cred.user_ns')]
  // Most processes are in the same ones.
  return kernel.once(`namespaces of ${proxy} and ${own}`, user, () => ({
    ...(proxy !== 0 && ofProxy(kernel, proxy)),
    pid: identity('pid', kernel.number(own, 'pid_namespace.ns.inum')),
    user: identity('user', kernel.number(user, 'user_namespace.ns.inum')),
  }))
}

function ofProxy(kernel: Kernel, proxy: Address): Namespaces {
  const links: Partial<Record<NamespaceKind, string>> = {}
  for (const kind of proxiedKinds) {
    const [member, number] = proxied[kind]
    links[kind] = identity(kind, kernel.number(kernel.follow(proxy, member), number))
  }
  return links
}

/** The PID namespace of a process is the one of its innermost number. */
export function pidNamespace(kernel: Kernel, pid: Address): Address {
  const innermost = kernel.element(pid, 'pid.numbers[]', kernel.number(pid, 'pid.level'))
  return kernel.follow(innermost, 'upid.ns')
}

/** How links in /proc/PID/ns and other files name a namespace. */
export function identity(kind: NamespaceKind, number: number): string {
  // Those of the first namespaces are just below PROC_DYNAMIC_FIRST, all others are above.
  if (number < 0xefff_fff0) throw new Torn(`a namespace of kind ${kind} has the number ${number}`)
  return `${kind}:[${number}]`
}
