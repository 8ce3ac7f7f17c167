import type { WrittenMember, WrittenType } from './write-btf.ts'

/** Leaves that are no 64-bit numbers: smaller numbers, texts, and elements with room for a structure. */
const sizes: Readonly<Record<string, number>> = {
  'group_info.gid[]': 4,
  'signal_struct.oom_score_adj': 2,
  'mem_cgroup.css': 64,
  'pids_cgroup.css': 64,
  'task_group.css': 64,
  'pid.numbers[]': 64,
  'task_struct.comm': 16,
  'uts_namespace.name.nodename': 65,
  'cpuset.css': 64,
  'mount.mnt_node': 64,
  'cpuset.partition_root_state': 4,
  'uid_gid_map.extent[]': 12,
  'uid_gid_extent.first': 4,
  'uid_gid_extent.lower_first': 4,
  'uid_gid_extent.count': 4,
  'ipv4_devconf.data[]': 4,
  'in_ifaddr.ifa_local': 4,
  'inet6_ifaddr.addr': 16,
  'net_device.name': 16,
  'uts_namespace.name.domainname': 65,
  ...Object.fromEntries(
    ['uid', 'euid', 'suid', 'fsuid', 'gid', 'egid', 'sgid', 'fsgid'].map(name => [`cred.${name}`, 4]),
  ),
}

/** Where the first member of a structure inside another is: behind those that it has under the name of its type. */
const heads: Readonly<Record<string, number>> = { 'cgroup.self': 80, 'uts_namespace.ns': 64 }

interface Node {
  readonly path: string
  readonly children: Map<string, Node>
}

/** Types in which all these paths and enumerators exist, each structure with members one behind the other. */
export function structuresFor(paths: readonly string[], enumerators: readonly string[]): WrittenType[] {
  const types: WrittenType[] = [
    { kind: 'integer', name: 'char', size: 1 },
    { kind: 'integer', name: 'short', size: 2 },
    { kind: 'integer', name: 'int', size: 4 },
    { kind: 'integer', name: 'long', size: 8 },
    { kind: 'enum', name: '', values: Object.fromEntries(enumerators.map((name, i) => [name, i + 1])) },
  ]
  const integers: Readonly<Record<number, number>> = { 1: 1, 2: 2, 4: 3, 8: 4 }
  const add = (type: WrittenType) => types.push(type)

  /** The number of the type of a member, and its size. */
  const typeOf = ({ path, children }: Node): { of: number; size: number } => {
    if (children.size > 0) return structureOf('', children, heads[path])
    const size = sizes[path] ?? 8
    const integer = integers[size]
    return { of: integer ?? add({ kind: 'array', of: 1, count: size }), size }
  }
  const structureOf = (
    name: string,
    children: Map<string, Node>,
    head = 16,
  ): { of: number; size: number } => {
    // A list_head is its two pointers; any other member has room for one.
    const [first, slot] = name === 'list_head' ? [0, 8] : [head, 16]
    let size = first
    const members = [...children].map(([member, node]): WrittenMember => {
      const { of, size: one } = typeOf(node)
      const [count, isArray] = member.endsWith('[]') ? [16, true] : [1, false]
      const at = 8 * size
      size += Math.ceil((one * count) / slot) * slot
      return { name: member.replace('[]', ''), of: isArray ? add({ kind: 'array', of, count }) : of, at }
    })
    return { of: add({ kind: 'structure', name, size, members }), size }
  }
  for (const [name, { children }] of treeOf(paths).children) structureOf(name, children)
  return types
}

function treeOf(paths: readonly string[]): Node {
  const root: Node = { path: '', children: new Map() }
  for (const path of paths) {
    let node = root
    const words = path.split('.')
    words.forEach((word, i) => {
      const child = node.children.get(word) ?? { path: words.slice(0, i + 1).join('.'), children: new Map() }
      node.children.set(word, child)
      node = child
    })
  }
  return root
}
