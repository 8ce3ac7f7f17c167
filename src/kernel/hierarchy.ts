import { cgroup2Magic } from '../linux/file-system.ts'
import { type Mount, parseMountinfo } from '../linux/mountinfo.ts'
import type { ProblemText } from '../problem.ts'
import { parseWords } from './list.ts'

/** What must be read to know how cgroups are set up. */
export interface HierarchyTexts {
  /** /proc/filesystems. */
  readonly filesystems: string
  /** /proc/self/mountinfo. */
  readonly mountinfo: string
  /** Type of the file system at /sys/fs/cgroup, as statfs(2) says. */
  readonly magic?: number
  /** cgroup.controllers at the place where cgroup v2 is mounted; absent when it cannot be read. */
  readonly controllers?: string
}

/** How cgroups are set up on a machine; cgroups(7). */
export interface Hierarchy {
  /** `unified`: v2 alone; `hybrid`: v2 beside v1, which holds controllers; `legacy`: v1 alone; `none`: nothing is mounted. */
  readonly kind: 'unified' | 'hybrid' | 'legacy' | 'none'
  /** Where cgroup v2 is mounted. */
  readonly root?: string
  /** Controllers that cgroup v2 has. */
  readonly controllers: readonly string[]
  /** Controllers that are bound to cgroup v1, and so are missing from v2. */
  readonly legacy: readonly string[]
  /** Why labs cannot use it; absent when they can. */
  readonly trouble?: ProblemText
}

export function hierarchyOf(texts: HierarchyTexts): Hierarchy {
  const mounts = parseMountinfo(texts.mountinfo)
  const root = rootOf(mounts, texts.magic)
  const legacy = legacyControllers(mounts)
  const controllers = parseWords(texts.controllers ?? '')
  const kind = kindOf(root, legacy)
  const found = { kind, ...(root && { root: root.target }), controllers, legacy }
  const trouble = troubleOf(found, root, texts)
  return { ...found, ...(trouble && { trouble }) }
}

const usualPlace = '/sys/fs/cgroup'

/** The usual place wins where several are mounted; statfs there overrules what the list of mounts suggests. */
function rootOf(mounts: readonly Mount[], magic: number | undefined): Mount | undefined {
  const all = mounts.filter(({ type, target }) => {
    const hidden = target === usualPlace && magic !== undefined && magic !== cgroup2Magic
    return type === 'cgroup2' && !hidden
  })
  return all.findLast(({ target }) => target === usualPlace) ?? all[0]
}

/** A v1 mount carries its controllers among the options of its file system; `name=systemd` has none. */
function legacyControllers(mounts: readonly Mount[]): string[] {
  const options = mounts.filter(({ type }) => type === 'cgroup').flatMap(({ superOptions }) => superOptions)
  const others = ['rw', 'ro', 'none', 'xattr', 'noprefix', 'clone_children', 'favordynmods']
  return [...new Set(options.filter(option => /^\w+$/.test(option) && !others.includes(option)))]
}

function kindOf(root: Mount | undefined, legacy: readonly string[]): Hierarchy['kind'] {
  if (root) return legacy.length > 0 ? 'hybrid' : 'unified'
  return legacy.length > 0 ? 'legacy' : 'none'
}

/** From the specific to the general. */
function troubleOf(
  { kind, controllers, legacy }: Hierarchy,
  root: Mount | undefined,
  { filesystems }: HierarchyTexts,
): ProblemText | undefined {
  if (!/\tcgroup2$/m.test(filesystems))
    return { what: 'this kernel has no cgroup v2', remedy: 'Use a kernel from 4.5 on, built with cgroups.' }
  if (kind === 'none')
    return { what: 'cgroup v2 is not mounted', remedy: `mount -t cgroup2 cgroup2 ${usualPlace}` }
  if (kind === 'legacy')
    return { what: `only cgroup v1 is mounted, with ${legacy.join(', ')}`, remedy: unifyRemedy }
  if (kind === 'hybrid')
    return {
      what:
        `this is a hybrid hierarchy: cgroup v2 is mounted on ${root?.target}, ` +
        `but cgroup v1 holds ${legacy.join(', ')}, and a controller can be in one of them only`,
      remedy: unifyRemedy,
    }
  if (root && [...root.options, ...root.superOptions].includes('ro'))
    return {
      what: `cgroup v2 on ${root.target} is read-only here, as in most containers`,
      remedy: 'Run it on the machine itself, or in a container that may write to its cgroups.',
    }
  if (root && root.target !== usualPlace)
    return {
      what: `cgroup v2 is mounted on ${root.target} instead of ${usualPlace}`,
      remedy: `mount --bind ${root.target} ${usualPlace}`,
    }
  return controllers.length === 0
    ? {
        what: `cgroup v2 on ${root?.target} has no controllers`,
        remedy: 'See cgroup.controllers there, and `cgroup_disable=` in /proc/cmdline.',
      }
    : undefined
}

const unifyRemedy =
  'Start the kernel with `systemd.unified_cgroup_hierarchy=1 cgroup_no_v1=all`, or use another machine.'
