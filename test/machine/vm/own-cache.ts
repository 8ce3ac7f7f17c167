import { copyFile, link, mkdir, readdir, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Test } from 'tap'
import { ownedName, ownerLives } from '../../../src/cache/owner.ts'
import { vmPaths } from '../../../src/machine/vm/paths.ts'
import { prepareVm } from '../../../src/machine/vm/prepare.ts'
import { vmSettings } from './settings.ts'

/**
 * Gives this process and its children a separate cache folder, with the image and the template of the usual one. Every run
 * sweeps, prunes and counts in its cache folder, so other runs of the same user would interfere in a shared one.
 */
export async function useOwnCache(t: Test): Promise<void> {
  const { image, template, paths } = await prepareVm(vmSettings(t))
  const usual = dirname(paths.image)
  const parent = join(dirname(usual), 'unboxed-test')
  await removeAbandoned(parent)

  const home = join(parent, ownedName())
  const own = vmPaths({ XDG_CACHE_HOME: home })
  t.teardown(() => rm(home, { recursive: true }))
  await linkFiles(image.folder, join(own.image, basename(image.folder)))
  await linkFiles(template.folder, join(own.template, basename(template.folder)))
  for (const shared of ['accelerator', 'proof']) {
    // Named for all they depend on: other runs only add to them.
    await mkdir(join(usual, shared), { recursive: true })
    await symlink(join(usual, shared), join(dirname(own.image), shared))
  }
  process.env.XDG_CACHE_HOME = home
}

/** Removes the cache folders of tests that were killed. */
async function removeAbandoned(parent: string): Promise<void> {
  await mkdir(parent, { recursive: true })
  const abandoned = (await readdir(parent)).filter(name => ownerLives(name) === false)
  await Promise.all(abandoned.map(name => rm(join(parent, name), { recursive: true, force: true })))
}

/** A hard link costs nothing and outlives the pruning of the original; files of another user must be copied. */
async function linkFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const name of await readdir(from))
    await link(join(from, name), join(to, name)).catch(error => {
      if (error.code !== 'EPERM') throw error
      return copyFile(join(from, name), join(to, name))
    })
}
