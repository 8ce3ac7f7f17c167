import { agentBundle, apartScript } from '../agent-command.ts'
import type { Opening } from '../kind.ts'
import type { Machine } from '../machine.ts'
import { openLocal } from './local.ts'

/** Opens the Linux that a runner runs on. */
export async function open(
  { thisMachine = false }: { readonly thisMachine?: boolean },
  { runner: { env, root } }: Opening,
): Promise<Machine> {
  return openLocal({ agent: agentBundle(root), apart: apartScript(root), env, thisMachine })
}
