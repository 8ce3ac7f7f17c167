import { availableParallelism } from 'node:os'
import type { Leftover } from '../../protocol/message.ts'
import type { Opening } from '../kind.ts'
import type { Machine } from '../machine.ts'
import { vmSettings } from './settings.ts'
import type { Swept } from './sweep.ts'
import { openVm } from './vm.ts'

/** Opens the virtual machine for a runner, with as many jobs as there are processors. */
export async function open({ runner, jobs, progress, swept }: Opening): Promise<Machine> {
  const settings = { ...vmSettings(runner, progress), jobs: jobs ?? availableParallelism() }
  const machine = await openVm(settings)
  const left = leftoversOf(machine.swept)
  if (left.length > 0) swept(left)
  return machine
}

const leftoversOf = ({ processes, folders }: Swept): Leftover[] => [
  ...processes.map(pid => ({ kind: 'process' as const, what: `QEMU (pid ${pid})` })),
  ...folders.map(what => ({ kind: 'file' as const, what })),
]
