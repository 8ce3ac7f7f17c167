import type { Address } from '../address.ts'
import type { Kernel } from '../kernel.ts'

/** Whether a cgroup exists, or a controller shows its files in one: flags of include/linux/cgroup-defs.h. */
export const hasFlag = (kernel: Kernel, state: Address, flag: 'CSS_ONLINE' | 'CSS_VISIBLE'): boolean =>
  (kernel.number(state, 'cgroup_subsys_state.flags') & kernel.enumerator(flag)) !== 0
