import { unreadable } from '../linux/unreadable.ts'

/** Where a process is in one hierarchy; cgroups(7). */
export interface Membership {
  /** 0 for cgroup v2. */
  readonly hierarchy: number
  /** Controllers of a v1 hierarchy, `name=systemd` included; empty for cgroup v2. */
  readonly controllers: readonly string[]
  /** Relative to the root of the reader's cgroup namespace; ` (deleted)` is appended when the group was removed. */
  readonly path: string
}

export function parseMemberships(text: string): Membership[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const match = /^(\d+):([^:]*):(\/.*)$/.exec(line)
      if (!match) throw unreadable('a line of /proc/PID/cgroup such as 0::/mygroup', line)
      const [, hierarchy, controllers = '', path = ''] = match
      return { hierarchy: Number(hierarchy), controllers: controllers.split(',').filter(Boolean), path }
    })
}

/** The cgroup v2 path of a process, such as `/mygroup`. */
export function unifiedPath(text: string): string {
  const membership = parseMemberships(text).find(({ hierarchy }) => hierarchy === 0)
  if (!membership) throw unreadable('a line 0::/PATH, which cgroup v2 writes', text)
  return membership.path
}

/**
 * The same path as a lab names it: without the directory `base` below which the lab's cgroups are,
 * such as `/sys/fs/cgroup`; as the kernel says where there is no base, or it is elsewhere.
 */
export function pathBelow(path: string, base: string | undefined): string {
  if (base === undefined) return path
  const above = `${base.replace(/^\/sys\/fs\/cgroup/, '').replace(/\/$/, '')}/`
  return path.startsWith(above) && path !== above ? path.slice(above.length) : path
}
