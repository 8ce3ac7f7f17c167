import type { KindOptions, MachineKind } from '../kind.ts'

const options = {} satisfies KindOptions

/** The embedded virtual machine: each lab gets a fresh clone. */
export const vm = {
  place: 'a fresh VM',
  options,
  open: async (_, opening) => (await import('./open.ts')).open(opening),
  isAtHand: async runner => (await import('./status.ts')).isMade(runner),
  doctor: async runner => (await import('./doctor.ts')).doctor(runner),
} satisfies MachineKind<typeof options>
