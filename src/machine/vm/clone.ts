import { randomUUID } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { AcceleratorProfile } from '../accelerator-profile.ts'
import type { ImageFiles, TemplateFiles } from './paths.ts'
import { devicesDescriptor, qemuArguments } from './qemu.ts'
import { type Qemu, startQemu } from './start-qemu.ts'

/** What a clone is made from. */
export interface CloneSource {
  readonly image: ImageFiles
  readonly template: TemplateFiles
  readonly profile: AcceleratorProfile
}

/**
 * Starts a copy of the template: the devices' state is read from its file, the memory is mapped copy-on-write and read when it
 * is touched. `running` resolves when the guest runs and rejects with QEMU's words.
 */
export async function clone(
  source: CloneSource,
  console: string,
): Promise<Qemu & { running: Promise<void> }> {
  const devices = await open(source.template.devices)
  try {
    const guest = { ...source, as: 'clone', generation: randomUUID(), console } as const
    const qemu = startQemu(qemuArguments(guest), devices.fd)
    return { ...qemu, running: restore(qemu) }
  } finally {
    await devices.close()
  }
}

async function restore({ qmp: opened }: Qemu): Promise<void> {
  const qmp = await opened
  const restored = qmp.migrated()
  await Promise.all([restored, qmp.execute('migrate-incoming', { uri: `fd:${devicesDescriptor}` })])
  await qmp.execute('cont')
}
