import { rm } from 'node:fs/promises'
import { ownerLives } from '../../cache/owner.ts'
import { namesIn } from '../../cache/read.ts'
import { cacheRoot, type Environment } from '../../cache/root.ts'
import { type Accelerator, knownAccelerator } from './accelerator.ts'
import { findImage, type Image, imageFolder } from './image.ts'
import { vmPaths } from './paths.ts'
import { problem } from './problem.ts'
import { qemuVersion } from './qemu-version.ts'
import type { VmSettings } from './settings.ts'

/** What of the virtual machine is there; makes nothing. */
export interface VmStatus {
  /** The folder that all of it is in. */
  readonly folder: string
  /** The image of the present recipe, if it is built. */
  readonly image: Image | undefined
  /** Templates of any agent and image. */
  readonly templates: number
  /** Virtual machines whose owner lives. */
  readonly running: number
  /** Folders of virtual machines whose owner was killed; the next run sweeps them. */
  readonly left: number
}

/** Looks at the cache folder. */
export async function vmStatus({ env, recipe }: Pick<VmSettings, 'env' | 'recipe'>): Promise<VmStatus> {
  const paths = vmPaths(env)
  const [image, templates, runs] = await Promise.all([
    imageFolder(paths, recipe).then(findImage),
    namesIn(paths.template),
    namesIn(paths.run),
  ])
  return {
    folder: cacheRoot(env),
    image,
    templates: templates.filter(name => /^[0-9a-f]{32}$/.test(name)).length,
    running: runs.filter(name => ownerLives(name) !== false).length,
    left: runs.filter(name => ownerLives(name) === false).length,
  }
}

/** What was found to run the image with; undefined where no boot has tried yet, or there is no QEMU to try. */
export async function foundAccelerator(
  env: Environment,
  image: Image | undefined,
): Promise<Accelerator | undefined> {
  const qemu = image && (await qemuVersion().catch(() => undefined))
  return image && qemu ? knownAccelerator(vmPaths(env), image, qemu) : undefined
}

/** Removes everything of the virtual machine from the cache; refuses while one runs. */
export async function cleanVm(settings: Pick<VmSettings, 'env' | 'recipe'>): Promise<void> {
  const { running, folder } = await vmStatus(settings)
  if (running > 0) throw problem('in-use', { running })
  await rm(folder, { recursive: true, force: true })
}
