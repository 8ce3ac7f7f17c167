import { defaultMachine } from '../machine/choice.ts'
import type { Opening } from '../machine/kind.ts'
import type { Machine, Progress } from '../machine/machine.ts'
import { kindOptions, type MachineName, type MachineOptions, machines } from '../machine/registry.ts'
import type { Leftover } from '../protocol/message.ts'
import { leakWords } from '../report/wording.ts'
import { asker } from './asker.ts'
import { machineUsage } from './problem.ts'
import type { World } from './world.ts'

/** Opens the machine that the command line names, or the default one; `swept` receives the leftovers of killed runners. */
export async function openMachine(
  options: MachineOptions,
  world: World,
  progress: Progress,
  swept: Opening['swept'] = what => tellRemoved('an earlier run', what, world),
): Promise<Machine> {
  const { machine: name = defaultMachine(), jobs } = options
  refuseOthers(name, options)
  const { stdin, stderr } = world
  return machines[name].open(options, {
    runner: world,
    progress,
    swept,
    ...(jobs === undefined ? {} : { jobs }),
    ...(stdin.isTTY && stderr.isTTY ? { confirm: asker(world) } : {}),
  })
}

/** An option of another machine would be ignored in silence. */
function refuseOthers(machine: MachineName, options: MachineOptions): void {
  const given: Readonly<Record<string, unknown>> = { ...options }
  const other = kindOptions.find(({ name, key }) => name !== machine && given[key] !== undefined)
  if (other) throw machineUsage('other-machine', { flag: other.flag, machine: other.name })
}

/** Reports on standard error what was removed from a machine and who had left it there: `an earlier run`. */
export function tellRemoved(who: string, what: readonly Leftover[], { stderr }: World): void {
  if (what.length > 0) stderr.write(`unboxed: removed what ${who} left: ${leakWords(what)}\n`)
}

/** Reports on standard error what somebody has left in a machine that stays: what was removed, and what could not be taken back. */
export function tellTakenBack(who: string, what: readonly Leftover[], world: World): void {
  const remaining = what.filter(({ remains }) => remains)
  tellRemoved(
    who,
    what.filter(({ remains }) => !remains),
    world,
  )
  if (remaining.length > 0)
    world.stderr.write(`unboxed: could not take back what ${who} left: ${leakWords(remaining)}\n`)
}

/** Reports on standard error what earlier labs have changed and is still so. */
export function tellRemaining(what: readonly Leftover[], { stderr }: World): void {
  if (what.length > 0)
    stderr.write(`unboxed: changed while an earlier lab ran, and still so: ${leakWords(what)}\n`)
}
