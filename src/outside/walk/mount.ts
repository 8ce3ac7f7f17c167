import type { Mount as MountLine, mountOptions } from '../../linux/mountinfo.ts'
import type { Address } from '../address.ts'
import { Torn } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import type { Namespace } from './namespace.ts'
import type { Paths, Place } from './path.ts'

/**
 * A mount, with the names and values that are read from a line of /proc/PID/mountinfo; proc_pid_mountinfo(5). What cannot be told is missing
 * and named in `unsupported`. Options of single file systems are not read.
 */
export interface Mount
  extends Omit<MountLine, 'superOptions' | 'root' | 'source'>,
    Partial<Pick<MountLine, 'root' | 'source'>> {
  /** Those options of its file system that all file systems have: `rw` or `ro`, `sync`, `dirsync`, `mand`, `lazytime`. */
  readonly superFlags: readonly string[]
  /** Where a namespace is mounted to keep it: what its root names. */
  readonly namespace?: Namespace
  /** Facts of it that cannot be told, each with the reason. */
  readonly unsupported: Readonly<Record<string, string>>
}

/** Reads mounts of one walk. */
export interface MountReader {
  readonly kernel: Kernel
  readonly paths: Paths
  /** A path of a cgroup as the process that looks sees it. */
  readonly cgroupPath: (path: string) => string
  /** The namespace that a struct ns_common is part of, by its kind. */
  readonly namespaceAt: (kind: string, common: Address) => Namespace | undefined
}

/** Undefined for a mount that cannot be reached from the root directory of the process that looks. */
export function readMount(reader: MountReader, mount: Address, root: Place): Mount | undefined {
  const { kernel, paths } = reader
  const dentry = kernel.follow(mount, 'mount.mnt.mnt_root')
  const target = paths.below({ mount, dentry }, root)
  if (target === undefined) return undefined
  const superBlock = kernel.follow(mount, 'mount.mnt.mnt_sb')
  const device = kernel.number(superBlock, 'super_block.s_dev')
  const shown = shownBy(reader, { dentry, superBlock, mount })
  return {
    id: kernel.number(mount, 'mount.mnt_id'),
    parent: kernel.number(kernel.follow(mount, 'mount.mnt_parent'), 'mount.mnt_id'),
    device: `${Math.floor(device / minors)}:${device % minors}`,
    target,
    options: optionsOf(kernel, mount, superBlock),
    ...propagationOf(kernel, mount),
    type: typeOf(kernel, superBlock),
    superFlags: superFlags(kernel.number(superBlock, 'super_block.s_flags')),
    ...shown,
  }
}

/** MINORBITS of include/linux/kdev_t.h is 20. */
const minors = 2 ** 20

/** MNT_NOSUID and its like of include/linux/mount.h: the bits of `mountOptions` from nosuid on, and then of nothing else that is shown but ro. */
const optionBits = {
  nosuid: 0x01,
  nodev: 0x02,
  noexec: 0x04,
  noatime: 0x08,
  nodiratime: 0x10,
  relatime: 0x20,
  nosymfollow: 0x80,
} as const satisfies Partial<Record<(typeof mountOptions)[number], number>>

const readOnly = 0x40

function optionsOf(kernel: Kernel, mount: Address, superBlock: Address): string[] {
  const flags = kernel.number(mount, 'mount.mnt.mnt_flags')
  return [
    flags & readOnly ? 'ro' : 'rw',
    ...Object.entries(optionBits).flatMap(([name, bit]) => (flags & bit ? [name] : [])),
    ...(isIdMapped(kernel, mount, superBlock) ? ['idmapped'] : []),
  ]
}

/** Until 6.1 a mount had a user namespace, and since then it has a map of its own: the one of most mounts is shared with the first of all, which never has another. */
function isIdMapped(kernel: Kernel, mount: Address, superBlock: Address): boolean {
  if (!kernel.has('mount.mnt.mnt_idmap'))
    return (
      kernel.pointer(mount, 'mount.mnt.mnt_userns') !== kernel.pointer(superBlock, 'super_block.s_user_ns')
    )
  return (
    kernel.pointer(mount, 'mount.mnt.mnt_idmap') !== kernel.pointer(firstMount(kernel), 'mount.mnt.mnt_idmap')
  )
}

const firstMount = (kernel: Kernel) =>
  kernel.follow(
    kernel.follow(kernel.follow(kernel.symbol('init_task'), 'task_struct.nsproxy'), 'nsproxy.mnt_ns'),
    'mnt_namespace.root',
  )

/** MNT_SHARED and MNT_UNBINDABLE of include/linux/mount.h. Since 6.17 they are flags of their own. */
const [sharedBit, unbindableBit] = [0x1000, 0x2000]

function propagationOf(kernel: Kernel, mount: Address): Pick<MountLine, 'propagation' | 'peers' | 'master'> {
  const hasOwn = kernel.has('mount.mnt_t_flags')
  const flags = kernel.number(mount, hasOwn ? 'mount.mnt_t_flags' : 'mount.mnt.mnt_flags')
  const [shared, unbindable] = hasOwn
    ? [kernel.enumerator('T_SHARED'), kernel.enumerator('T_UNBINDABLE')]
    : [sharedBit, unbindableBit]
  const from = kernel.pointer(mount, 'mount.mnt_master')
  const isShared = (flags & shared) !== 0
  const numbers = {
    ...(isShared && { peers: kernel.number(mount, 'mount.mnt_group_id') }),
    ...(from !== 0 && { master: kernel.number(from, 'mount.mnt_group_id') }),
  }
  if (flags & unbindable) return { propagation: 'unbindable' }
  if (isShared && from !== 0) return { propagation: 'shared and slave', ...numbers }
  return { propagation: isShared ? 'shared' : from !== 0 ? 'slave' : 'private', ...numbers }
}

function typeOf(kernel: Kernel, superBlock: Address): string {
  const name = kernel.textBehind(kernel.follow(superBlock, 'super_block.s_type'), 'file_system_type.name')
  const isParted = kernel.pointer(superBlock, 'super_block.s_subtype') !== 0
  return isParted ? `${name}.${kernel.textBehind(superBlock, 'super_block.s_subtype')}` : name
}

/** SB_SYNCHRONOUS and its like of include/linux/fs.h, in the order in which they are shown. */
const superBits = { sync: 0x10, dirsync: 0x80, mand: 0x40, lazytime: 0x200_0000 } as const
const superReadOnly = 0x01

function superFlags(flags: number): string[] {
  const set = Object.entries(superBits).flatMap(([name, bit]) => (flags & bit ? [name] : []))
  return [flags & superReadOnly ? 'ro' : 'rw', ...set]
}

interface Shown {
  readonly mount: Address
  readonly superBlock: Address
  readonly dentry: Address
}

/** Root and source, which some file systems show in a way of their own. */
function shownBy(
  reader: MountReader,
  { mount, superBlock, dentry }: Shown,
): Pick<Mount, 'root' | 'source' | 'namespace' | 'unsupported'> {
  const { kernel, paths, cgroupPath } = reader
  const unsupported: Record<string, string> = {}
  const operations = kernel.follow(superBlock, 'super_block.s_op')
  const type = typeOf(kernel, superBlock)
  const root = () => {
    if (type === 'nsfs') return namespaceRoot(reader, dentry)
    const path = paths.inFileSystem(dentry)
    if (type === 'cgroup2') return { root: cgroupPath(path.replace(/\/\/deleted$/, '')) }
    if (asOthers.includes(type) || kernel.pointer(operations, 'super_operations.show_path') === 0)
      return { root: path }
    unsupported.root = `root of ${type}`
    return {}
  }
  const source = () => {
    if (kernel.pointer(operations, 'super_operations.show_devname') !== 0) {
      unsupported.source = `source of ${type}`
      return {}
    }
    const isNamed = kernel.pointer(mount, 'mount.mnt_devname') !== 0
    return { source: isNamed ? kernel.textBehind(mount, 'mount.mnt_devname') : 'none' }
  }
  return { ...root(), ...source(), unsupported }
}

/** These have a way of their own, which they do not use. */
const asOthers: readonly string[] = ['sysfs', 'resctrl']

/** A file of nsfs stands for a namespace: `uts:[4026532176]`. */
function namespaceRoot(
  { kernel, namespaceAt }: MountReader,
  dentry: Address,
): Pick<Mount, 'root' | 'namespace'> {
  const common = kernel.follow(kernel.follow(dentry, 'dentry.d_inode'), 'inode.i_private')
  const kind = kernel.textBehind(kernel.follow(common, 'ns_common.ops'), 'proc_ns_operations.name')
  const namespace = namespaceAt(kind, common)
  const root = `${kind}:[${kernel.number(common, 'ns_common.inum')}]`
  if (namespace && namespace.identity !== root) throw new Torn(`${root} is ${namespace.identity}`)
  return { root, ...(namespace && { namespace }) }
}
