import type { Address } from '../address.ts'
import type { Kernel } from '../kernel.ts'

/** What a cgroup and its descendants have used, and how much of it the parent has been told: nanoseconds. */
export interface CpuUsage {
  readonly used: number
  readonly told: number
}

/**
 * Adds up what kernel/cgroup/rstat.c adds up when cpu.stat is read, and not before: what each processor has counted since then, and what
 * each child has not passed on. Children that were removed and are still in memory count, too.
 */
export function cpuUsage(kernel: Kernel, cgroup: Address, children: readonly CpuUsage[]): CpuUsage {
  const counted = kernel
    .perCpu(cgroup, 'cgroup.rstat_cpu')
    .map(
      cpu =>
        kernel.number(cpu, 'cgroup_rstat_cpu.bstat.cputime.sum_exec_runtime') -
        kernel.number(cpu, 'cgroup_rstat_cpu.last_bstat.cputime.sum_exec_runtime'),
    )
  const passed = children.map(({ used, told }) => used - told)
  return {
    used: [...counted, ...passed].reduce(
      (sum, more) => sum + more,
      kernel.number(cgroup, 'cgroup.bstat.cputime.sum_exec_runtime'),
    ),
    told: kernel.number(cgroup, 'cgroup.last_bstat.cputime.sum_exec_runtime'),
  }
}
