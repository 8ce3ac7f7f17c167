import type { Lab } from '../lab/lab.ts'

/** What a plan must know of the machine. */
export interface Ground {
  /** Where `${cgroup}` is: `/sys/fs/cgroup`, or a delegated subtree. */
  readonly cgroup: string
  /** Controllers that its children have. */
  readonly controllers: readonly string[]
  /** What runs the text of a step. */
  readonly shell: 'bash' | 'sh'
}

/** The ground of the VM, in which the whole cgroup tree belongs to the lab. */
export const vmGround: Ground = {
  cgroup: '/sys/fs/cgroup',
  controllers: ['cpuset', 'cpu', 'io', 'memory', 'pids'],
  shell: 'bash',
}

/** The lab on one machine: `${cgroup}`, the one name that only a machine knows, is filled in wherever the lab speaks and acts. */
export function onGround(lab: Lab, { cgroup }: Pick<Ground, 'cgroup'>): Lab {
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll('${cgroup}', cgroup)
    if (Array.isArray(value)) return value.map(fill)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]))
  }
  return fill(lab) as Lab
}
