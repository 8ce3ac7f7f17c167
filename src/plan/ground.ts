import type { Lab } from '../lab/lab.ts'

/** What a plan needs to know about the machine. */
export interface Ground {
  /** Where `${cgroup}` is: `/sys/fs/cgroup`, or a delegated subtree. */
  readonly cgroup: string
  /** The controllers that its children have. */
  readonly controllers: readonly string[]
  /** The shell that runs the text of a step. */
  readonly shell: 'bash' | 'sh'
}

/** The ground of the VM, where the whole cgroup tree belongs to the lab. */
export const vmGround: Ground = {
  cgroup: '/sys/fs/cgroup',
  controllers: ['cpuset', 'cpu', 'io', 'memory', 'pids'],
  shell: 'bash',
}

/** The lab on one machine: fills in `${cgroup}`, which only the machine knows, in commands and prose. */
export function onGround(lab: Lab, { cgroup }: Pick<Ground, 'cgroup'>): Lab {
  const fill = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll('${cgroup}', cgroup)
    if (Array.isArray(value)) return value.map(fill)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]))
  }
  return fill(lab) as Lab
}
