import type { Address } from '../address.ts'
import type { Kernel } from '../kernel.ts'
import type { Path } from '../layout.ts'
import { type IdRange, idMapOf } from './id-map.ts'
import { ipForward, type Link, linkList } from './link.ts'
import { identity, type NamespaceKind } from './namespaces.ts'
import { type PartReaders, partsOf } from './parts.ts'

/** What is in a namespace, and whose it is: namespaces(7). Members that only some kinds have are missing from others. */
export interface Namespace {
  readonly kind: NamespaceKind
  /** As a link in /proc/PID/ns: `uts:[4026531838]`. */
  readonly identity: string
  /** The user namespace that owns it, by its identity: of a user namespace, the one in which it was made. The first one has none. */
  readonly owner?: string
  /** The namespace in which it was made: only PID and user namespaces have one, but for the first. */
  readonly parent?: string
  /** The user who made it, if it is a user namespace, or else the one that owns it; as a number of the first user namespace. */
  readonly creator?: number
  /** UTS. */
  readonly hostname?: string
  readonly domainname?: string
  /** User. */
  readonly uidMap?: readonly IdRange[]
  readonly gidMap?: readonly IdRange[]
  readonly setgroups?: 'allow' | 'deny'
  /** Network: its links by their index. */
  readonly links?: readonly Link[]
  /** Network: /proc/sys/net/ipv4/ip_forward. */
  readonly ipForward?: number
  /** Members that this kind has and that cannot be told of this kernel, each with what it lacks. */
  readonly unsupported: Readonly<Record<string, string>>
}

interface Kind {
  /** Its struct ns_common. */
  readonly common: Path
  readonly number: Path
  /** Its user namespace. */
  readonly user: Path
  readonly parent?: Path
  /** What only this kind has. */
  content?(kernel: Kernel, namespace: Address): PartReaders<Told>
}

type Told = Omit<Namespace, 'kind' | 'identity' | 'unsupported'>

const kinds = {
  cgroup: kind('cgroup_namespace'),
  ipc: kind('ipc_namespace'),
  mnt: kind('mnt_namespace'),
  net: kind('net', {
    content: (kernel, namespace) => ({
      links: () => linkList(kernel, namespace),
      ipForward: () => ipForward(kernel, namespace),
    }),
  }),
  pid: kind('pid_namespace', { parent: 'pid_namespace.parent' }),
  time: kind('time_namespace'),
  user: {
    common: 'user_namespace.ns',
    number: 'user_namespace.ns.inum',
    user: 'user_namespace.parent',
    parent: 'user_namespace.parent',
    content: (kernel, namespace) => ({
      uidMap: () => idMapOf(kernel, kernel.at(namespace, 'user_namespace.uid_map')),
      gidMap: () => idMapOf(kernel, kernel.at(namespace, 'user_namespace.gid_map')),
      setgroups: () =>
        kernel.number(namespace, 'user_namespace.flags') & mayUseSetgroups ? 'allow' : 'deny',
    }),
  },
  uts: kind('uts_namespace', {
    content: (kernel, namespace) => ({
      hostname: () => kernel.text(namespace, 'uts_namespace.name.nodename'),
      domainname: () => kernel.text(namespace, 'uts_namespace.name.domainname'),
    }),
  }),
} satisfies Record<NamespaceKind, Kind>

/** USERNS_SETGROUPS_ALLOWED of include/linux/user_namespace.h. */
const mayUseSetgroups = 1

type OwnedStructure<Name extends Path> = Name extends `${infer Structure}.user_ns`
  ? `${Structure}.ns` extends Path
    ? Structure
    : never
  : never

function kind(structure: OwnedStructure<Path>, more: Pick<Kind, 'parent' | 'content'> = {}): Kind {
  return { common: `${structure}.ns`, number: `${structure}.ns.inum`, user: `${structure}.user_ns`, ...more }
}

/** Reads namespaces of one walk, each once. */
export interface NamespaceReader {
  at(kind: NamespaceKind, address: Address): Namespace
  /** The namespace that a struct ns_common is part of. Undefined for a kind that is not known. */
  ofCommon(kind: string, common: Address): Namespace | undefined
}

export function namespaceReader(kernel: Kernel): NamespaceReader {
  const known = new Map<Address, Namespace>()
  const at: NamespaceReader['at'] = (kind, address) => {
    const namespace = known.get(address) ?? read(kernel, kind, address)
    known.set(address, namespace)
    return namespace
  }
  return {
    at,
    ofCommon: (kind, common) =>
      isKind(kind) ? at(kind, kernel.container(common, kinds[kind].common)) : undefined,
  }
}

const isKind = (word: string): word is NamespaceKind => Object.hasOwn(kinds, word)

function read(kernel: Kernel, kind: NamespaceKind, address: Address): Namespace {
  const { number, user, parent, content = () => ({}) }: Kind = kinds[kind]
  const identityOf = (namespace: Address) => identity(kind, kernel.number(namespace, number))
  const { told, unsupported } = partsOf<Told>({
    owner: () => {
      const owner = kernel.pointer(address, user)
      return owner === 0 ? undefined : identity('user', kernel.number(owner, 'user_namespace.ns.inum'))
    },
    parent: () => {
      const above = parent ? kernel.pointer(address, parent) : 0
      return above === 0 ? undefined : identityOf(above)
    },
    creator: () =>
      kernel.number(kind === 'user' ? address : kernel.follow(address, user), 'user_namespace.owner'),
    ...content(kernel, address),
  })
  return { kind, identity: identityOf(address), ...told, unsupported }
}
