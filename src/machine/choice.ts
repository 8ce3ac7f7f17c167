import type { Runner } from './kind.ts'
import { isForLabs } from './local/requirement.ts'
import { type MachineName, machineNames } from './registry.ts'

/** The machine for commands that name none: this very machine if it was made for labs, else a fresh VM. */
export const defaultMachine = (forLabs = isForLabs()): MachineName => (forLabs ? 'local' : 'vm')

/** The machines that `doctor` examines: first the one that labs run on here, then the alternatives to it. */
export function machinesHere(
  { platform, architecture }: Pick<Runner, 'platform' | 'architecture'>,
  forLabs = isForLabs(),
): { chosen: MachineName; others: readonly MachineName[] } {
  if (forLabs) return { chosen: 'local', others: [] }
  if (platform !== 'linux' || architecture !== 'x64') return { chosen: 'vagrant', others: [] }
  return { chosen: 'vm', others: machineNames.filter(name => name !== 'vm') }
}
