import { cgroup2Magic } from '../linux/file-system.ts'
import { type Mount, parseMountinfo } from '../linux/mountinfo.ts'
import type { ProblemText } from '../problem.ts'
import type { CgroupTrouble } from '../protocol/message.ts'
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

/** Where the root of cgroup v2 is on any machine that labs run on. */
export const usualPlace = '/sys/fs/cgroup'

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
  mount: Mount | undefined,
  { filesystems }: HierarchyTexts,
): ProblemText | undefined {
  const root = mount?.target ?? usualPlace
  if (!/\tcgroup2$/m.test(filesystems))
    return { what: 'this kernel has no cgroup v2', remedy: 'Use a kernel from 4.5 on, built with cgroups.' }
  if (kind === 'none') return troubles['cgroup-not-mounted']({ root })
  if (kind === 'legacy') return troubles['cgroup-legacy']({ root, legacy })
  if (kind === 'hybrid') return troubles['cgroup-hybrid']({ root, legacy })
  if (mount && [...mount.options, ...mount.superOptions].includes('ro'))
    return troubles['cgroup-read-only']({ root })
  if (root !== usualPlace)
    return {
      what: `cgroup v2 is mounted on ${root} instead of ${usualPlace}`,
      remedy: `mount --bind ${root} ${usualPlace}`,
    }
  return controllers.length === 0 ? troubles['cgroup-no-controllers']({ root }) : undefined
}

interface Place {
  /** Where cgroup v2 is mounted, or should be. */
  readonly root: string
  /** Controllers that v1 has; absent where the mounts are not known. */
  readonly legacy?: readonly string[]
}

const unifyRemedy =
  'Start the kernel with `systemd.unified_cgroup_hierarchy=1 cgroup_no_v1=all`, or use another machine.'

/** What to do about cgroups that cannot be written to. */
export const writableRemedy = 'Run it on the machine itself, or in a container that may write to its cgroups.'

/** Why labs cannot use the cgroups of a machine, whoever finds out: the runner on its own machine, or the agent in any. */
export const troubles = {
  'cgroup-not-mounted': ({ root }) => ({
    what: `cgroup v2 is not mounted on ${root}`,
    remedy: `mount -t cgroup2 cgroup2 ${root}`,
  }),
  'cgroup-legacy': ({ legacy }) => ({
    what: `only cgroup v1 is mounted${legacy ? `, with ${legacy.join(', ')}` : ''}`,
    remedy: unifyRemedy,
  }),
  'cgroup-hybrid': ({ root, legacy }) => ({
    what:
      `this is a hybrid hierarchy: cgroup v2 is mounted on ${root}, but cgroup v1 holds ` +
      `${legacy?.join(', ') ?? 'controllers'}, and a controller can be in one of them only`,
    remedy: unifyRemedy,
  }),
  'cgroup-read-only': ({ root }) => ({
    what: `cgroup v2 on ${root} is read-only here, as in most containers`,
    remedy: writableRemedy,
  }),
  'cgroup-no-controllers': ({ root }) => ({
    what: `cgroup v2 on ${root} has no controllers`,
    remedy: 'See cgroup.controllers there, and `cgroup_disable=` in /proc/cmdline.',
  }),
  'cgroup-none-enabled': ({ root }) => ({
    what: `${root}/cgroup.subtree_control enables no controllers, so no cgroup below ${root} can have limits`,
    remedy: `for name in $(cat ${root}/cgroup.controllers); do echo +$name > ${root}/cgroup.subtree_control; done`,
  }),
  'cgroup-taken': ({ root }) => ({
    what: `the cgroup ${root}/unboxed, and the one with the pid of the agent in its name, exist already`,
    remedy: `Wait until other runs in this machine have ended, or remove what is left of them: rmdir ${root}/unboxed*/* ${root}/unboxed*`,
  }),
} satisfies Record<CgroupTrouble, (place: Place) => ProblemText>
