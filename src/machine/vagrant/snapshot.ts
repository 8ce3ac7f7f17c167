import { Problem } from '../../problem.ts'
import { unsupported } from './problem.ts'
import { type VagrantWorld, vagrant } from './vagrant-command.ts'

const name = 'unboxed-fresh'

/** Restores the snapshot; takes it when called for the first time. */
export async function restoreSnapshot(world: VagrantWorld): Promise<void> {
  const list = await vagrant(['snapshot', 'list'], world).catch(asUnsupported)
  if (list.split('\n').some(line => line.trim().endsWith(name)))
    await vagrant(['snapshot', 'restore', '--no-provision', name], world, 'restoring the Vagrant VM')
  else await vagrant(['snapshot', 'save', name], world, 'saving the Vagrant VM').catch(asUnsupported)
}

/** Deletes the snapshot. */
export async function deleteSnapshot(world: VagrantWorld): Promise<void> {
  await vagrant(['snapshot', 'delete', name], world)
}

function asUnsupported(error: unknown): never {
  const said = error instanceof Problem ? error.message : ''
  if (/doesn't support|not support/i.test(said)) throw unsupported('no-snapshots', { said })
  throw error
}
