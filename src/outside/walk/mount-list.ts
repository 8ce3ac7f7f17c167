import type { Address } from '../address.ts'
import { Torn } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import { type Mount, type MountReader, readMount } from './mount.ts'
import type { Place } from './path.ts'
import { ring } from './ring.ts'
import { tree } from './tree.ts'

/** The mounts of a namespace that can be reached from a root directory, in the order of /proc/PID/mountinfo: the last one on a path covers the others. */
export function mountList(reader: MountReader, namespace: Address, root: Place): Mount[] {
  const { kernel } = reader
  return addressesOf(kernel, namespace).flatMap(mount => {
    if (kernel.pointer(mount, 'mount.mnt_ns') !== namespace) throw new Torn('a mount was moved')
    return readMount(reader, mount, root) ?? []
  })
}

/** Since 6.8 they are in a tree, and before were in a list, in which readers of mountinfo keep their place by mounts that are none. */
function addressesOf(kernel: Kernel, namespace: Address): Address[] {
  if (kernel.has('mnt_namespace.mounts.rb_node'))
    return tree(kernel, kernel.pointer(namespace, 'mnt_namespace.mounts.rb_node'), 'mount.mnt_node')
  const mounts = ring(kernel, kernel.at(namespace, 'mnt_namespace.list'), 'mount.mnt_list')
  return mounts.filter(mount => (kernel.number(mount, 'mount.mnt.mnt_flags') & cursor) === 0)
}

/** MNT_CURSOR of include/linux/mount.h. */
const cursor = 0x1000_0000
