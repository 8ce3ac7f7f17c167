import { problem } from './problem.ts'
import { type VagrantWorld, vagrant } from './vagrant-command.ts'

/** The state of the Vagrantfile's machine, in its provider's word: `running`, `not_created`, `poweroff`, `shutoff`, `saved`, … */
export async function vagrantState(world: VagrantWorld): Promise<string> {
  const text = await vagrant(['status', '--machine-readable'], world)
  const state = machineState(text)
  if (state === undefined) throw problem('no-vagrantfile', { folder: world.folder, said: text })
  return state
}

/** The first machine's state in Vagrant's machine-readable output, whose lines are `time,target,type,data`. */
export function machineState(text: string): string | undefined {
  return /^\d+,[^,]+,state,(.*)$/m.exec(text)?.[1]?.trim()
}
