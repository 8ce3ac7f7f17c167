import type { Address } from '../address.ts'
import type { Kernel } from '../kernel.ts'

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
  const id = (path: Parameters<Kernel['number']>[1]) => kernel.number(cred, path)
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
    capabilities: {
      permitted: kernel.mask(cred, 'cred.cap_permitted'),
      effective: kernel.mask(cred, 'cred.cap_effective'),
      inheritable: kernel.mask(cred, 'cred.cap_inheritable'),
      bounding: kernel.mask(cred, 'cred.cap_bset'),
      ambient: kernel.mask(cred, 'cred.cap_ambient'),
    },
  }
}
