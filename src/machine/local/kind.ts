import { agentBundle } from '../agent-bundle.ts'
import type { KindOptions, MachineKind } from '../kind.ts'

const options = {
  thisMachine: {
    help: 'yes, use this very machine, which is not a throw-away VM',
    verbs: ['run', 'prove', 'shell', 'record'],
  },
} as const satisfies KindOptions

/** This very Linux. */
export const local = {
  place: 'this very Linux as root',
  options,
  async open({ thisMachine = false }, { runner: { env, root } }) {
    const { openLocal } = await import('./local.ts')
    return openLocal({ agent: agentBundle(root), env, thisMachine })
  },
  async doctor({ env }, chosen) {
    const { examineLocal } = await import('./doctor.ts')
    return chosen ? [examineLocal(env)] : []
  },
} satisfies MachineKind<typeof options>
