/** The state of the kernel's objects that labs work with, at one moment. A namespace is identified by its link, such as `net:[4026531840]`. */
export interface Inventory {
  /** The directory below which labs have their cgroups. */
  readonly base: string
  /** The namespaces of the machine, by kind as in /proc/PID/ns. */
  readonly machine: Readonly<Record<string, string>>
  /** As in `ProcessList`. */
  readonly processes: readonly InventoryProcess[]
  /** The number of processes and cgroups that were left out. */
  readonly more: number
  /** `base` and those below it, except the agent's own, parents first. */
  readonly cgroups: readonly InventoryCgroup[]
  /** Lines of /proc/PID/mountinfo in each mount namespace, as its oldest process sees them; proc_pid_mountinfo(5). */
  readonly mounts: Readonly<Record<string, readonly string[]>>
  /** By network namespace. */
  readonly networks: Readonly<Record<string, InventoryNetwork>>
  /** The kernel parameters of linux/kernel-parameter.ts that belong to the machine, by their paths below /proc/sys. */
  readonly parameters: Readonly<Record<string, string>>
  /** By UTS namespace. */
  readonly hosts: Readonly<Record<string, { readonly host: string; readonly domain: string }>>
  /** The texts of uid_map and gid_map by user namespace, except the machine's; user_namespaces(7). */
  readonly users: Readonly<Record<string, { readonly uid: string; readonly gid: string }>>
  /** The text of timens_offsets by time namespace, except the machine's; time_namespaces(7). */
  readonly times: Readonly<Record<string, string>>
  /** The namespaces that a mount of the machine keeps alive, and where they are mounted. */
  readonly pinned: Readonly<Record<string, string>>
}

export interface InventoryProcess {
  readonly pid: number
  /** Clock ticks since boot; proc_pid_stat(5). */
  readonly start: number
  readonly parent: number
  readonly name: string
  /** As in /proc/PID/stat: R, S, D, T, … */
  readonly state: string
  /** Its command line, truncated to `mostText` characters. */
  readonly words: readonly string[]
  /** Its effective user ID. */
  readonly uid: number
  /** Its root directory. */
  readonly root: string
  /** The directory of its cgroup. */
  readonly cgroup: string
  /** Links of /proc/PID/ns by kind. A namespace for children that has no process yet has no link. */
  readonly namespaces: Readonly<Record<string, string>>
  /** Set for the process that relays a terminal of the runner, and for the shell on that terminal. */
  readonly terminal?: 'relay' | 'shell'
}

export interface InventoryCgroup {
  readonly path: string
  /** Of cgroup.events. */
  readonly frozen: boolean
  /** The contents of the files of linux/cgroup-setting.ts that it has. */
  readonly settings: Readonly<Record<string, string>>
}

export interface InventoryNetwork {
  readonly links: readonly InventoryLink[]
  readonly addresses: readonly InventoryAddress[]
  /** Of the main table; without those that the kernel makes for addresses. */
  readonly routes: readonly InventoryRoute[]
  /** Of nftables; nft(8). */
  readonly filters: readonly InventoryFilter[]
  /** The kernel parameters of linux/kernel-parameter.ts that each network namespace has. */
  readonly parameters: Readonly<Record<string, string>>
}

/** A network link; rtnetlink(7). */
export interface InventoryLink {
  readonly index: number
  readonly name: string
  /** `veth`, `bridge`, …; empty if the link has no kind. */
  readonly kind: string
  /** Whether it was set up. */
  readonly up: boolean
  readonly mtu: number
  /** Its hardware address in hexadecimal digits. */
  readonly mac: string
  /** The index of the bridge or bond it is a port of; 0 if none. */
  readonly master: number
  /** The index of the other end of a veth pair, or of the link below it; 0 if none. */
  readonly peer: number
}

/** An address that somebody added: those that the kernel makes itself are left out. */
export interface InventoryAddress {
  /** The index of its link. */
  readonly link: number
  /** In hexadecimal digits: 8 for IPv4, 32 for IPv6. */
  readonly address: string
  readonly prefix: number
}

export interface InventoryRoute {
  /** 4 or 6. */
  readonly version: number
  /** In hexadecimal digits; empty for the default route. */
  readonly to: string
  readonly prefix: number
  /** In hexadecimal digits; empty if there is none. */
  readonly via: string
  /** The index of its link; 0 if none. */
  readonly link: number
  /** The type, such as 1 for unicast, 6 for a blackhole; rtnetlink(7). */
  readonly type: number
  readonly metric: number
}

/** A table, a chain or a rule of nftables. The kernel keeps a rule as instructions, which only nft(8) can put into words. */
export interface InventoryFilter {
  readonly kind: 'table' | 'chain' | 'rule'
  /** `ip`, `ip6`, `inet`, `arp`, `bridge` or `netdev`. */
  readonly family: string
  readonly table: string
  /** Empty for a table. */
  readonly chain: string
  /** The number of a rule; 0 for a table and a chain. */
  readonly handle: number
  /** `accept` or `drop`, of a chain at a hook; empty for others. */
  readonly policy: string
}

/** Cgroups that one inventory lists. */
export const mostCgroups = 256
