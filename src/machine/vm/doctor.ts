import { availableParallelism, freemem } from 'node:os'
import { fileTrouble, isSystemError } from '../../cache/file-trouble.ts'
import type { Environment } from '../../cache/root.ts'
import { freeSpace, gibibytes } from '../../cache/space.ts'
import { mustAllowWriting } from '../../cache/write.ts'
import { better, type Diagnosis, missing, ok } from '../diagnosis.ts'
import { findProgram } from '../find-program.ts'
import type { Runner } from '../kind.ts'
import { type Accelerator, deviceProblem } from './accelerator.ts'
import { requirements } from './requirement.ts'
import { vmSettings } from './settings.ts'
import { foundAccelerator, vmStatus } from './status.ts'

/** What the virtual machine needs of the host, and what of it is built. */
export async function doctor(runner: Runner): Promise<Diagnosis[]> {
  const status = await usableStatus(runner).catch(unusable)
  if ('state' in status) return [...programs(runner.env), status]
  const { image, templates, folder } = status
  return [
    ...programs(runner.env),
    kvm(await foundAccelerator(runner.env, image)),
    image
      ? ok('image', `built ${image.built}, ${templates} ${templates === 1 ? 'template' : 'templates'}`)
      : better('image', 'not built yet', 'unboxed machine build   (or wait: the first run builds it)'),
    await disk(folder),
    memory(),
  ]
}

async function usableStatus(runner: Runner) {
  const status = await vmStatus(vmSettings(runner, () => undefined))
  await mustAllowWriting(status.folder)
  return status
}

/** A cache folder that cannot be used is a finding, too. */
function unusable(error: unknown): Diagnosis {
  if (!isSystemError(error)) throw error
  return missing('cache folder', fileTrouble(error).why, 'Set XDG_CACHE_HOME to a folder with 3 GiB free.')
}

function programs(env: Environment): Diagnosis[] {
  return requirements.map(({ program, package: name, for: purpose }) => {
    const path = findProgram(program, env)
    const remedy = `sudo apt-get install --yes --no-install-recommends ${name}`
    return path
      ? ok(program, `${path}, which ${purpose}`)
      : missing(program, `not in PATH; it ${purpose}`, remedy)
  })
}

/** Only a boot shows whether KVM works, and the first build tries one; before that, only the device can be examined. */
function kvm(accelerator: Accelerator | undefined): Diagnosis {
  const emulated = (reason: string, remedy: string) =>
    better('KVM', `${reason}: the VM is emulated, which is several times slower`, remedy)
  const device = deviceProblem()
  if (device) return emulated(device, 'Switch on virtualization, or: sudo adduser $USER kvm')
  if (!accelerator) return ok('KVM', '/dev/kvm is there; `unboxed machine build` tries a boot with it')
  if (accelerator.name === 'kvm') return ok('KVM', accelerator.reason)
  return emulated(
    accelerator.reason,
    'No action is needed. On a cloud VM, nested virtualization would make labs several times faster.',
  )
}

async function disk(folder: string): Promise<Diagnosis> {
  const free = await freeSpace(folder)
  const found = `${gibibytes(free)} free for ${folder}`
  return free > 3 * 1024 ** 3
    ? ok('disk', found)
    : missing('disk', found, 'Free some space, or set XDG_CACHE_HOME to a folder with 3 GiB free.')
}

function memory(): Diagnosis {
  const found = `${gibibytes(freemem())} free, ${availableParallelism()} processors`
  return freemem() > 1.5 * 1024 ** 3
    ? ok('memory', found)
    : better('memory', found, 'Each VM may use up to 1 GiB: run fewer at once with --jobs 1.')
}
