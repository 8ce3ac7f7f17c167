import { basename } from 'node:path'
import type { Machine } from '../machine.ts'
import { openConnections } from '../open-connections.ts'
import { openClone } from './connection.ts'
import { prepareVm } from './prepare.ts'
import type { VmSettings } from './settings.ts'
import type { Swept } from './sweep.ts'

/** The virtual machine as a `Machine`. */
export interface VmMachine extends Machine {
  readonly swept: Swept
}

/**
 * Theory of operation. A guest is booted once; when its agent answers, the whole machine is saved: its memory in a file, the
 * state of its devices in another. Each `open` starts a QEMU that maps that memory copy-on-write and continues where the saved
 * guest stood, so it begins in the same state as every other and shares what it does not write. We talk to it by two socket pairs
 * that QEMU inherits, one to its monitor, one to the agent's virtio-serial port; nothing has a name that another process
 * could use. Its disks are read-only; its writable layer is in its memory: the host's files are out of its reach. QEMU dies
 * with us (start-qemu.ts), its folder is named for us (owner.ts), and the next runner removes what is left (sweep.ts).
 */
export async function openVm(settings: VmSettings): Promise<VmMachine> {
  const prepared = await prepareVm(settings)
  const { paths, profile, qemu, swept, template } = prepared
  const connections = openConnections()
  return {
    name: 'vm',
    description: `QEMU ${qemu.split(' ')[0]}, ${profile.title}`,
    identity: basename(template.folder),
    jobs: settings.jobs ?? 2,
    slowness: profile.slowness,
    restored: true,
    met: new Set(),
    disposable: true,
    swept,
    open: () => connections.add(openClone(paths, prepared)),
    close: () => connections.closeAll().finally(prepared.release),
  }
}
