import type { Address } from '../address.ts'
import { Torn } from '../failure.ts'
import type { Kernel } from '../kernel.ts'

/** Ids in a user namespace, and those that they are on the machine, as a line of /proc/PID/uid_map: user_namespaces(7). */
export interface IdRange {
  readonly inside: number
  readonly outside: number
  readonly count: number
}

/** The kernel keeps so many ranges in the map itself, and all of them apart if there are more. */
const mostInMap = 5

/** UID_GID_MAP_MAX_EXTENTS of include/linux/user_namespace.h. */
const mostRanges = 340

/** The ranges of a uid_gid_map, in the order in which /proc lists them. */
export function idMapOf(kernel: Kernel, map: Address): IdRange[] {
  const count = kernel.number(map, 'uid_gid_map.nr_extents')
  if (count > mostRanges) throw new Torn(`a map of ${count} ranges`)
  const at = rangePlaces(kernel, map, count)
  return Array.from({ length: count }, (_, i) => ({
    inside: kernel.number(at(i), 'uid_gid_extent.first'),
    outside: kernel.number(at(i), 'uid_gid_extent.lower_first'),
    count: kernel.number(at(i), 'uid_gid_extent.count'),
  }))
}

function rangePlaces(kernel: Kernel, map: Address, count: number): (index: number) => Address {
  if (count <= mostInMap) return index => kernel.element(map, 'uid_gid_map.extent[]', index)
  const first = kernel.follow(map, 'uid_gid_map.forward')
  return index => first + index * kernel.sizeOf('uid_gid_extent')
}
