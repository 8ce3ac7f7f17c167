import type { Runner } from './kind.ts'
import { isForLabs } from './local/requirement.ts'
import { type MachineName, machineNames } from './registry.ts'

/** The machine that labs run on where none is named: a machine made for labs is meant where one stands in it. */
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
