import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Machine, MachineName, Progress } from '../machine/machine.ts'
import type { VmSettings } from '../machine/vm/prepare.ts'
import type { Leftover } from '../protocol/message.ts'
import { asker } from './asker.ts'
import type { World } from './world.ts'

export interface MachineOptions {
  /** A machine that was made for labs is meant where nothing is said in one, and else a VM of our own. */
  readonly machine?: MachineName
  /** Labs at once. */
  readonly jobs?: number
  /** A person said that `local` may use this very machine. */
  readonly thisMachine?: boolean
  /** `vagrant`: bring the VM up without asking. */
  readonly up?: boolean
  /** `vagrant`: restore a snapshot before each lab. */
  readonly fresh?: boolean
}

/** These options as they are written on a command line. */
export function machineWords({ machine, thisMachine, up, fresh }: MachineOptions): string[] {
  return [
    ...(machine ? ['--machine', machine] : []),
    ...(thisMachine ? ['--this-machine'] : []),
    ...(up ? ['--up'] : []),
    ...(fresh ? ['--fresh'] : []),
  ]
}

type Tell = (swept: readonly Leftover[]) => void

/** Opens the machine asked for; each kind is loaded only when it is used. Tells what earlier runs had left behind. */
export async function openMachine(
  options: MachineOptions,
  world: World,
  progress: Progress,
  tell: Tell,
): Promise<Machine> {
  const { isForLabs } = await import('../machine/local/requirement.ts')
  const name = options.machine ?? (isForLabs() ? 'local' : 'vm')
  return openers[name](options, world, progress, tell)
}

const openers = {
  vm: async ({ jobs }, world, progress, tell) => {
    const { openVm } = await import('../machine/vm/vm.ts')
    const vm = await openVm({ ...vmSettings(world, progress), jobs: jobs ?? availableParallelism() })
    const swept: Leftover[] = [
      ...vm.swept.processes.map(pid => ({ kind: 'process' as const, what: `QEMU (pid ${pid})` })),
      ...vm.swept.folders.map(what => ({ kind: 'file' as const, what })),
    ]
    if (swept.length > 0) tell(swept)
    return vm
  },
  local: async ({ thisMachine }, world) => {
    const { openLocal } = await import('../machine/local/local.ts')
    return openLocal({ agent: agentFile(world), env: world.env, thisMachine: thisMachine === true })
  },
  vagrant: async ({ up = false, fresh = false }, world, progress) => {
    const { openVagrant } = await import('../machine/vagrant/vagrant.ts')
    const { root: folder, env, platform, signal } = world
    const confirm = world.stdin.isTTY && world.stderr.isTTY ? { confirm: asker(world) } : {}
    return openVagrant({
      folder,
      env,
      platform,
      signal,
      progress,
      agent: agentFile(world),
      up,
      fresh,
      ...confirm,
    })
  },
} satisfies Record<
  MachineName,
  (options: MachineOptions, world: World, progress: Progress, tell: Tell) => Promise<Machine>
>

/** Where the parts of the virtual machine are. */
export function vmSettings(world: World, progress: Progress): VmSettings {
  return { env: world.env, recipe: join(world.root, 'scripts/image'), agent: agentFile(world), progress }
}

const agentFile = ({ root }: World) => join(root, 'dist/agent.cjs')
