import { availableParallelism } from 'node:os'
import type { Leftover } from '../../protocol/message.ts'
import type { KindOptions, MachineKind } from '../kind.ts'
import { vmSettings } from './settings.ts'
import type { Swept } from './sweep.ts'

const options = {} satisfies KindOptions

/** The embedded virtual machine: each lab gets a fresh clone. */
export const vm = {
  place: 'a fresh VM',
  options,
  async open(_, { runner, jobs = availableParallelism(), progress, swept }) {
    const { openVm } = await import('./vm.ts')
    const machine = await openVm({ ...vmSettings(runner, progress), jobs })
    const left = leftoversOf(machine.swept)
    if (left.length > 0) swept(left)
    return machine
  },
  async doctor(runner) {
    const { examineVm } = await import('./doctor.ts')
    return examineVm(runner)
  },
} satisfies MachineKind<typeof options>

const leftoversOf = ({ processes, folders }: Swept): Leftover[] => [
  ...processes.map(pid => ({ kind: 'process' as const, what: `QEMU (pid ${pid})` })),
  ...folders.map(what => ({ kind: 'file' as const, what })),
]
