import { rm } from 'node:fs/promises'
import { ownerLives } from '../../cache/owner.ts'
import { namesIn } from '../../cache/read.ts'
import { cacheRoot, type Environment } from '../../cache/root.ts'
import type { Runner } from '../kind.ts'
import { type Accelerator, knownAccelerator } from './accelerator.ts'
import { findImage, type Image, imageFolder } from './image.ts'
import { vmPaths } from './paths.ts'
import { problem } from './problem.ts'
import { qemuVersion } from './qemu.ts'
import { type VmSettings, vmSettings } from './settings.ts'

/** The parts of the virtual machine that exist. */
export interface VmStatus {
  /** The cache folder. */
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

/** Finds what the cache holds of the virtual machine; makes nothing. */
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

/** Whether an image and a template were made. */
export async function isMade(runner: Runner): Promise<boolean> {
  const { image, templates } = await vmStatus(vmSettings(runner, () => undefined))
  return image !== undefined && templates > 0
}

/** The accelerator for the image; undefined before a boot has tried, or without QEMU. */
export async function foundAccelerator(
  env: Environment,
  image: Image | undefined,
): Promise<Accelerator | undefined> {
  const qemu = image && (await qemuVersion().catch(() => undefined))
  return image && qemu ? knownAccelerator(vmPaths(env), image, qemu) : undefined
}

/** Removes what the cache holds of the virtual machine, and nothing else. Throws `in-use` while one runs. */
export async function cleanVm(settings: Pick<VmSettings, 'env' | 'recipe'>): Promise<void> {
  await mustBeUnused(settings)
  const folders = Object.values(vmPaths(settings.env))
  await Promise.all(folders.map(folder => rm(folder, { recursive: true, force: true })))
}

/** Throws `in-use` while a virtual machine runs. */
export async function mustBeUnused(settings: Pick<VmSettings, 'env' | 'recipe'>): Promise<void> {
  const { running } = await vmStatus(settings)
  if (running > 0) throw problem('in-use', { running })
}
