import { agentBundle, apartScript } from '../agent-command.ts'
import type { Opening } from '../kind.ts'
import type { Machine } from '../machine.ts'
import { openVagrant } from './vagrant.ts'

/** Opens the VM of the Vagrantfile in the package of a runner. */
export async function open(
  { up = false, fresh = false }: { readonly up?: boolean; readonly fresh?: boolean },
  { runner: { root, env, platform, signal }, progress, confirm }: Opening,
): Promise<Machine> {
  return openVagrant({
    folder: root,
    agent: agentBundle(root),
    apart: apartScript(root),
    env,
    platform,
    signal,
    progress,
    up,
    fresh,
    ...(confirm ? { confirm } : {}),
  })
}
