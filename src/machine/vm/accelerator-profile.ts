/** What runs the guest's instructions: the processor itself, or QEMU's translator. */
export type AcceleratorName = 'kvm' | 'tcg'

/** What depends on how fast the guest is. Times are bounds, several times what a busy two-core machine was seen to need. */
export interface AcceleratorProfile {
  /** As every result names it. */
  readonly title: string
  /** QEMU's arguments for it. */
  readonly arguments: readonly string[]
  /** QEMU's `-cpu`. */
  readonly cpu: string
  /** What the guest's kernel is told besides what every guest's is (the kernel's admin-guide/kernel-parameters). */
  readonly kernel: string
  /** `Machine.slowness`: labs' time-outs are multiplied by it. */
  readonly slowness: number
  /** Milliseconds from QEMU's start to an agent that is ready. */
  readonly boot: number
  /** Milliseconds from QEMU's start to a clone that runs. */
  readonly restore: number
  /** Milliseconds for each thing the agent is made to do before the template is saved. */
  readonly warm: number
}

/** The two that QEMU has on Linux. */
export const acceleratorProfiles: Record<AcceleratorName, AcceleratorProfile> = {
  kvm: {
    title: 'KVM',
    arguments: ['-accel', 'kvm'],
    cpu: 'host',
    kernel: '',
    slowness: 1,
    boot: 30_000,
    restore: 10_000,
    warm: 10_000,
  },
  // Five-level page tables and AVX cost a translator time and give a lab nothing. A translation is used again only at the
  // same address, so without address space randomization the second run of a program needs hardly any (decisions/014).
  tcg: {
    title: 'TCG (software emulation)',
    arguments: ['-accel', 'tcg,tb-size=256'],
    cpu: 'max,la57=off,avx=off',
    kernel: 'norandmaps',
    slowness: 6,
    boot: 180_000,
    restore: 30_000,
    warm: 60_000,
  },
}
