import { readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import { basename } from 'node:path'
import { markUse } from '../../cache/use.ts'
import { acceleratorProfiles } from '../accelerator-profile.ts'
import { type Accelerator, chooseAccelerator } from './accelerator.ts'
import type { CloneSource } from './clone.ts'
import { findOrBuildImage, imageFolder } from './image.ts'
import { type VmPaths, vmPaths } from './paths.ts'
import { problem, unsupported } from './problem.ts'
import { qemuVersion } from './qemu.ts'
import { requirements, requirePrograms } from './requirement.ts'
import type { VmSettings } from './settings.ts'
import { type Swept, sweep } from './sweep.ts'
import { findOrMakeTemplate, templateDigest } from './template.ts'

/** Everything that clones need. */
export interface Prepared extends CloneSource {
  readonly paths: VmPaths
  readonly accelerator: Accelerator
  /** QEMU's version. */
  readonly qemu: string
  /** Leftovers of killed runners, which have been removed. */
  readonly swept: Swept
  /** Lets image and template be pruned again, which are in use until then. */
  release(): Promise<void>
}

/** Sweeps, then finds or makes image, accelerator and template, in this order. */
export async function prepareVm(settings: VmSettings): Promise<Prepared> {
  const { env, recipe, agent, progress, fresh = false } = settings
  requireHost()
  const paths = vmPaths(env)
  requirePrograms(
    requirements.filter(({ building }) => !building),
    env,
  )
  const [swept, bundle, qemu] = await Promise.all([sweep(paths), readAgent(agent), qemuVersion()])
  const releases: (() => Promise<void>)[] = []
  const use = async (name: string) => releases.push(await markUse(paths.users, name))
  await use(basename(await imageFolder(paths, recipe)))
  const image = await findOrBuildImage(paths, settings)
  if (fresh) await rm(paths.template, { recursive: true, force: true })
  const accelerator = await chooseAccelerator(paths, image, qemu, progress)
  const source = { image, agent: bundle, accelerator: accelerator.name, qemu }
  await use(templateDigest(source))
  const template = await findOrMakeTemplate(paths, source, progress)
  const release = async () => void (await Promise.all(releases.map(each => each())))
  const profile = acceleratorProfiles[accelerator.name]
  return { paths, image, template, profile, accelerator, qemu, swept, release }
}

function requireHost() {
  const [platform, architecture] = [os.platform(), os.arch()]
  if (platform !== 'linux' || architecture !== 'x64')
    throw unsupported('vm-not-here', { platform, architecture })
}

async function readAgent(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    throw problem('agent-missing', { path }, error)
  }
}
