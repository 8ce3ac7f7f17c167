import type { Address } from '../../../src/outside/address.ts'
import type { SyntheticGuest } from './guest.ts'

/** Makes a directory; without a parent it is the root of a file system. */
export function putDentry(
  { make, point, pointToText }: SyntheticGuest,
  name: string,
  parent?: Address,
): Address {
  const dentry = make()
  pointToText(dentry, 'dentry.d_name.name', name)
  point(dentry, 'dentry.d_parent', parent ?? dentry)
  point(dentry, 'dentry.d_hash.pprev', dentry)
  return dentry
}

/** Makes a file system, and gives its super block and its root. */
export function putFileSystem(guest: SyntheticGuest, type: string): { superBlock: Address; root: Address } {
  const [superBlock, fileSystem, operations] = [guest.make(), guest.make(), guest.make()]
  guest.point(superBlock, 'super_block.s_type', fileSystem)
  guest.point(superBlock, 'super_block.s_op', operations)
  guest.pointToText(fileSystem, 'file_system_type.name', type)
  return { superBlock, root: putDentry(guest, '/') }
}

export interface PutMount {
  readonly id: number
  readonly fileSystem: { readonly superBlock: Address; readonly root: Address }
  /** The directory that is seen; default: the root of the file system. */
  readonly dentry?: Address
  /** Where it is; absent: it is the first of its namespace. */
  readonly on?: { readonly mount: Address; readonly dentry: Address }
  readonly namespace: Address
  readonly source?: string
}

export function putMount(
  { make, set, point, pointToText }: SyntheticGuest,
  { id, fileSystem, dentry = fileSystem.root, on, namespace, source }: PutMount,
): Address {
  const mount = make()
  set(mount, 'mount.mnt_id', id)
  point(mount, 'mount.mnt.mnt_root', dentry)
  point(mount, 'mount.mnt.mnt_sb', fileSystem.superBlock)
  point(mount, 'mount.mnt_parent', on?.mount ?? mount)
  point(mount, 'mount.mnt_mountpoint', on?.dentry ?? dentry)
  point(mount, 'mount.mnt_ns', namespace)
  if (source !== undefined) pointToText(mount, 'mount.mnt_devname', source)
  return mount
}

/** Makes these the mounts of a namespace, as a tree without left branches, or as a list in a kernel without such trees. */
export function putMounts(
  { point, link, kernel, map }: SyntheticGuest,
  namespace: Address,
  mounts: readonly Address[],
) {
  if (!map.places['mnt_namespace.mounts.rb_node'])
    return link(kernel().at(namespace, 'mnt_namespace.list'), mounts, 'mount.mnt_list')
  const nodes = mounts.map(mount => kernel().at(mount, 'mount.mnt_node'))
  point(namespace, 'mnt_namespace.mounts.rb_node', nodes[0] ?? 0)
  nodes.forEach((node, i) => {
    point(node, 'rb_node.rb_right', nodes[i + 1] ?? 0)
    point(node, 'rb_node.__rb_parent_color', nodes[i - 1] ?? 0)
  })
}
