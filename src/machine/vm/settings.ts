import { join } from 'node:path'
import type { Environment } from '../../cache/root.ts'
import { agentBundle } from '../agent-command.ts'
import type { Runner } from '../kind.ts'
import type { Progress } from '../machine.ts'

/** What the virtual machine is made from. */
export interface VmSettings {
  readonly env: Environment
  /** The folder scripts/image of the project. */
  readonly recipe: string
  /** The bundle of the agent: dist/agent.cjs. */
  readonly agent: string
  readonly progress: Progress
  /** Labs that may run at once. Default 2. */
  readonly jobs?: number
  /** Whether image and template are built although they exist; the old ones stay until then. Default false. */
  readonly fresh?: boolean
  /** Ends a build early. Default: nothing does. */
  readonly signal?: AbortSignal
}

/** The settings of a runner, whose package holds recipe and agent. */
export function vmSettings(
  { env, root, signal }: Pick<Runner, 'env' | 'root' | 'signal'>,
  progress: Progress,
): VmSettings {
  return { env, recipe: join(root, 'scripts/image'), agent: agentBundle(root), progress, signal }
}
