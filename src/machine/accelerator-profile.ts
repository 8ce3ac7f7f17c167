/** What runs the guest's instructions: the processor itself, or QEMU's translator. */
export type AcceleratorName = 'kvm' | 'tcg'

/** Settings that depend on the accelerator. Time limits are several times what a busy two-core machine was measured to need. */
export interface AcceleratorProfile {
  /** Its name in results. */
  readonly title: string
  /** QEMU's arguments for it. */
  readonly arguments: readonly string[]
  /** QEMU's `-cpu`. */
  readonly cpu: string
  /** Extra kernel parameters for this accelerator (the kernel's admin-guide/kernel-parameters). */
  readonly kernel: string
  /** `Machine.slowness`. */
  readonly slowness: number
  /** Milliseconds from QEMU's start to an agent that is ready. */
  readonly boot: number
  /** Milliseconds from QEMU's start to a clone that runs. */
  readonly restore: number
  /** Milliseconds for warming the agent, and for saving the template. */
  readonly warm: number
}

/** The accelerators that QEMU has on Linux. */
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
  // Five-level page tables and AVX slow the translator down and no lab needs them; nor do they need a processor that copies fastest byte
  // by byte (ERMS), since each byte is a turn of a loop here. The translator reuses code only at the
  // same address, so without address space randomization the second run of a program needs hardly any translation (decisions/014).
  tcg: {
    title: 'TCG (software emulation)',
    arguments: ['-accel', 'tcg,tb-size=256'],
    cpu: 'max,la57=off,avx=off,erms=off',
    kernel: 'norandmaps',
    slowness: 6,
    boot: 300_000,
    restore: 60_000,
    warm: 180_000,
  },
}
