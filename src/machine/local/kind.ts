import type { KindOptions, MachineKind } from '../kind.ts'

const options = {
  thisMachine: {
    help: 'allow labs to modify this machine, which is not disposable',
    verbs: ['learn', 'run', 'replay', 'hand-in', 'prove', 'shell', 'record'],
  },
} as const satisfies KindOptions

/** This very Linux. */
export const local = {
  place: 'this very Linux as root',
  options,
  open: async (given, opening) => (await import('./open.ts')).open(given, opening),
  doctor: async (runner, chosen) => (await import('./doctor.ts')).doctor(runner, chosen),
} satisfies MachineKind<typeof options>
