import type { Binding } from '../evidence/binding.ts'
import { usualPlace } from '../kernel/hierarchy.ts'
import type { Selector } from './selector.ts'

/**
 * How to find a subject, as data. The observer executes it on the machine, where `{pid}` becomes a number; an ejected script
 * executes it with shell variables.
 */
export interface BindingPlan {
  /** The process that `{pid}` stands for; `machine` is one in the machine's own namespaces. Absent: there is no `{pid}`. */
  readonly process?: Selector | 'machine'
  /** The cgroup that `{cgroup}` stands for: `/` is the root of all, any other is below `${cgroup}`. Absent: `${cgroup}` itself, where there is a process. */
  readonly cgroup?: string
  readonly path?: string
  readonly name?: string
}

/** What a check calls the root cgroup. */
export const rootPath = '/'

/** The binding that a plan leads to once its process is found; `base` is where `${cgroup}` is. */
export function fillPlan(
  { process: _, cgroup, ...rest }: BindingPlan,
  pid: Binding['pid'] | undefined,
  base: string,
): Binding {
  return {
    ...(pid !== undefined && { pid, cgroup: base }),
    ...(cgroup !== undefined && { cgroup: cgroup === rootPath ? usualPlace : `${base}/${cgroup}` }),
    ...rest,
  }
}
