import { acceleratorProfiles } from './vm/accelerator-profile.ts'

/** How much slower than ordinary hardware a Linux is, by its /proc/cpuinfo: QEMU's translator names itself there. */
export function slownessOf(cpuinfo: string): number {
  return acceleratorProfiles[isEmulated(cpuinfo) ? 'tcg' : 'kvm'].slowness
}

/** Whether its processor is a program. */
export const isEmulated = (cpuinfo: string): boolean => /^model name\s*:.*\bTCG\b/m.test(cpuinfo)
