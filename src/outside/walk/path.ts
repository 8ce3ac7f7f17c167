import type { Address } from '../address.ts'
import { Torn } from '../failure.ts'
import type { Kernel } from '../kernel.ts'

/** A place in a tree of mounts, as struct path of the kernel. */
export interface Place {
  /** The struct mount. */
  readonly mount: Address
  readonly dentry: Address
}

/** Longer than PATH_MAX allows. */
const deepest = 4096

/** Tells paths of a walk; what is found once is remembered. */
export interface Paths {
  /** As a link in /proc/PID: ` (deleted)` follows the path of a directory that was removed. */
  whole(place: Place): string
  /** As in /proc/PID/mountinfo: from a root directory on. Undefined if it does not lead there. */
  below(place: Place, root: Place): string | undefined
  /** The path in its file system, of whatever is mounted. */
  inFileSystem(dentry: Address): string
}

/** Does what prepend_path of fs/d_path.c does. */
export function pathsOf(kernel: Kernel): Paths {
  const names = new Map<Address, string>()
  const nameOf = (dentry: Address) => {
    const name = names.get(dentry) ?? kernel.textBehind(dentry, 'dentry.d_name.name')
    names.set(dentry, name)
    return name
  }
  const parentOf = (dentry: Address) => kernel.follow(dentry, 'dentry.d_parent')

  const climb = (place: Place, root?: Place): { readonly path: string; readonly reachesRoot: boolean } => {
    const parts: string[] = []
    let { mount, dentry } = place
    for (let steps = 0; ; steps++) {
      if (steps > deepest) throw new Torn('a path without a beginning')
      if (root && mount === root.mount && dentry === root.dentry)
        return { path: textOf(parts), reachesRoot: true }
      if (dentry === kernel.follow(mount, 'mount.mnt.mnt_root')) {
        const parent = kernel.follow(mount, 'mount.mnt_parent')
        if (parent === mount) return { path: textOf(parts), reachesRoot: false }
        dentry = kernel.follow(mount, 'mount.mnt_mountpoint')
        mount = parent
      } else {
        const parent = parentOf(dentry)
        // The directory was moved out of what is mounted: the kernel shows a path that is none.
        if (parent === dentry) return { path: '/', reachesRoot: false }
        parts.push(nameOf(dentry))
        dentry = parent
      }
    }
  }
  return {
    whole: place => climb(place).path + (isRemoved(kernel, place.dentry) ? ' (deleted)' : ''),
    below(place, root) {
      const { path, reachesRoot } = climb(place, root)
      return reachesRoot ? path : undefined
    },
    inFileSystem(dentry) {
      const parts: string[] = []
      for (let here = dentry; ; ) {
        if (parts.length > deepest) throw new Torn('a path without a beginning')
        const parent = parentOf(here)
        if (parent === here) break
        parts.push(nameOf(here))
        here = parent
      }
      return textOf(parts) + (isRemoved(kernel, dentry) ? '//deleted' : '')
    },
  }
}

/** From the names on the way up. */
const textOf = (names: readonly string[]) => `/${[...names].reverse().join('/')}`

/** d_unlinked: what can no longer be found by its name, and is no root. */
const isRemoved = (kernel: Kernel, dentry: Address) =>
  kernel.pointer(dentry, 'dentry.d_hash.pprev') === 0 && kernel.follow(dentry, 'dentry.d_parent') !== dentry
