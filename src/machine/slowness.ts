import { acceleratorProfiles } from './accelerator-profile.ts'

/** How many times slower than ordinary hardware a Linux is, by its /proc/cpuinfo, which names QEMU's translator. */
export function slownessOf(cpuinfo: string): number {
  return acceleratorProfiles[isEmulated(cpuinfo) ? 'tcg' : 'kvm'].slowness
}

/** Whether its processor is emulated. */
export const isEmulated = (cpuinfo: string): boolean => /^model name\s*:.*\bTCG\b/m.test(cpuinfo)
