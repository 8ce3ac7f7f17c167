import type { KindOptions, MachineKind } from '../kind.ts'

const options = {
  up: {
    help: 'bring the VM up where it is down, without asking',
    verbs: ['learn', 'run', 'shell', 'record'],
  },
  fresh: {
    help: 'restore a snapshot of the VM before each lab, or before the shell',
    verbs: ['learn', 'run', 'shell', 'record'],
  },
} as const satisfies KindOptions

/** The VM of a Vagrantfile, reached by SSH. */
export const vagrant = {
  place: 'the VM of the Vagrantfile',
  options,
  open: async (given, opening) => (await import('./open.ts')).open(given, opening),
  doctor: async (runner, chosen) => (await import('./doctor.ts')).doctor(runner, chosen),
} satisfies MachineKind<typeof options>
