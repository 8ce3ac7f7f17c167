import type { Address } from '../address.ts'
import { Torn } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import type { Path } from '../layout.ts'

/** The four ids that a process has of each kind, in numbers of the first user namespace; credentials(7). */
export interface Ids {
  readonly real: number
  readonly effective: number
  readonly saved: number
  readonly filesystem: number
}

/** Who a process is, and what it may do. */
export interface Credentials {
  readonly uid: Ids
  readonly gid: Ids
  /** Supplementary groups. */
  readonly groups: readonly number[]
  /** The sets of capabilities(7), as 16 hexadecimal digits each. */
  readonly capabilities: {
    readonly permitted: string
    readonly effective: string
    readonly inheritable: string
    readonly bounding: string
    readonly ambient: string
  }
}

export function credentialsOf(kernel: Kernel, cred: Address): Credentials {
  const groups = kernel.follow(cred, 'cred.group_info')
  const id = (path: Path) => kernel.number(cred, path)
  return {
    uid: {
      real: id('cred.uid'),
      effective: id('cred.euid'),
      saved: id('cred.suid'),
      filesystem: id('cred.fsuid'),
    },
    gid: {
      real: id('cred.gid'),
      effective: id('cred.egid'),
      saved: id('cred.sgid'),
      filesystem: id('cred.fsgid'),
    },
    groups: kernel.once('groups', groups, () => groupsOf(kernel, groups)),
    capabilities: {
      permitted: kernel.mask(cred, 'cred.cap_permitted'),
      effective: kernel.mask(cred, 'cred.cap_effective'),
      inheritable: kernel.mask(cred, 'cred.cap_inheritable'),
      bounding: kernel.mask(cred, 'cred.cap_bset'),
      ambient: kernel.mask(cred, 'cred.cap_ambient'),
    },
  }
}

/** NGROUPS_MAX of include/uapi/linux/limits.h. */
const mostGroups = 65_536

function groupsOf(kernel: Kernel, info: Address): number[] {
  const count = kernel.number(info, 'group_info.ngroups')
  if (count > mostGroups) throw new Torn(`a process in ${count} groups`)
  return Array.from({ length: count }, (_, i) => kernel.numberIn(info, 'group_info.gid[]', i))
}
