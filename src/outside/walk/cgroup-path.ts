import type { Address } from '../address.ts'
import { Torn } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import { hasFlag } from './css-flag.ts'

/** Deeper than any hierarchy whose path the kernel's own files could show: PATH_MAX. */
const deepest = 2048

/** Tells paths of cgroups, as /proc/PID/cgroup has them: ` (deleted)` follows that of one which was removed. Remembers them for the time of a walk. */
export const cgroupPaths =
  (kernel: Kernel) =>
  (cgroup: Address): string =>
    kernel.once('cgroup path', cgroup, () => pathOf(kernel, cgroup))

function pathOf(kernel: Kernel, cgroup: Address): string {
  const isThere = hasFlag(kernel, kernel.at(cgroup, 'cgroup.self'), 'CSS_ONLINE')
  return `${nodePath(kernel, cgroup)}${isThere ? '' : ' (deleted)'}`
}

/** The path of its directory, whether it still exists or not. */
function nodePath(kernel: Kernel, cgroup: Address): string {
  const names: string[] = []
  let node = kernel.follow(cgroup, 'cgroup.kn')
  for (;;) {
    const parent = kernel.pointer(node, 'kernfs_node.parent')
    if (parent === 0) break
    if (names.length >= deepest) throw new Torn('a cgroup without a root')
    names.push(kernel.textBehind(node, 'kernfs_node.name'))
    node = parent
  }
  return `/${names.reverse().join('/')}`
}

/** The path of the cgroup at which a cgroup namespace begins: cgroup_namespaces(7). */
export const beginningOf = (kernel: Kernel, namespace: Address): string =>
  nodePath(kernel, kernel.follow(kernel.follow(namespace, 'cgroup_namespace.root_cset'), 'css_set.dfl_cgrp'))

/** A path as it is seen in a namespace that begins at another one: `/..` leads out of it. */
export function pathFrom(beginning: string, path: string): string {
  const [from, to] = [partsOf(beginning), partsOf(path)]
  const differs = from.findIndex((part, i) => part !== to[i])
  const common = differs < 0 ? from.length : differs
  return `/${[...from.slice(common).map(() => '..'), ...to.slice(common)].join('/')}`
}

const partsOf = (path: string) => path.split('/').filter(part => part !== '')
