import { agentBundle } from '../agent-bundle.ts'
import type { KindOptions, MachineKind } from '../kind.ts'

const options = {
  up: {
    help: 'bring the VM up where it is down, without asking',
    verbs: ['run', 'shell', 'record'],
  },
  fresh: {
    help: 'restore a snapshot of the VM before each lab, or before the shell',
    verbs: ['run', 'shell', 'record'],
  },
} as const satisfies KindOptions

/** The VM of a Vagrantfile, reached by SSH. */
export const vagrant = {
  place: 'the VM of the Vagrantfile',
  options,
  async open({ up = false, fresh = false }, { runner, progress, confirm }) {
    const { openVagrant } = await import('./vagrant.ts')
    const { root, env, platform, signal } = runner
    return openVagrant({
      folder: root,
      env,
      platform,
      signal,
      progress,
      agent: agentBundle(root),
      up,
      fresh,
      ...(confirm ? { confirm } : {}),
    })
  },
  async doctor(runner, chosen) {
    const { examineVagrant } = await import('./doctor.ts')
    return examineVagrant(runner, chosen)
  },
} satisfies MachineKind<typeof options>
