import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, join } from 'node:path'
import { ExecaError, execa } from 'execa'
import { digest, digestOfFiles } from '../../cache/digest.ts'
import { withLock } from '../../cache/lock.ts'
import { makeFolder } from '../../cache/make-folder.ts'
import { makeOwnFolder, removeOwnFolder } from '../../cache/owner.ts'
import { prune } from '../../cache/prune.ts'
import { readIfThere } from '../../cache/read.ts'
import { isWhole, parseRecord, sizesOf } from '../../cache/whole.ts'
import { type ImageFiles, imageFiles, type VmPaths } from './paths.ts'
import { problem } from './problem.ts'
import { requirements, requirePrograms } from './requirement.ts'
import type { VmSettings } from './settings.ts'
import { imageSpace, requireSpace } from './space.ts'
import { mmdebstrapArguments, packageNames } from './tree.ts'

/** A complete image. */
export interface Image extends ImageFiles {
  /** A digest of its bytes: templates depend on them, and the same recipe gives others once Debian has newer packages. */
  readonly content: string
  /** When it was built, ISO 8601. */
  readonly built: string
}

/** How many images are kept: that of the present recipe and those of earlier ones. */
const kept = 2

/** Finds the image of the recipe, or builds it. */
export async function findOrBuildImage(paths: VmPaths, settings: VmSettings): Promise<Image> {
  const { recipe, env, progress, fresh = false } = settings
  const folder = join(paths.image, await recipeDigest(recipe))
  const find = async () => (fresh ? undefined : findImage(folder))
  const found = await find()
  if (found) return found
  requirePrograms(requirements, env)
  if (userInfo().uid !== 0)
    throw problem('image-needs-root', {
      command: 'sudo --preserve-env=HOME,XDG_CACHE_HOME unboxed machine build',
    })
  const waiting = () => progress({ task: 'image', detail: 'another runner is building it; waiting' })
  return withLock(join(paths.image, 'lock'), waiting, async () => {
    const found = await find()
    if (found) return found
    await requireSpace(paths.image, imageSpace, 'the image')
    return build(paths, folder, settings)
  })
}

/** The image in a folder, if it is whole. */
export async function findImage(folder: string): Promise<Image | undefined> {
  const files = imageFiles(folder)
  const record = parseRecord<Pick<Image, 'content' | 'built'>>(await readIfThere(files.record))
  if (!record) return undefined
  const { content, built, sizes } = record
  const whole = sizes ? await isWhole(folder, sizes) : await hasContent(files, content)
  return whole ? { ...files, content, built } : undefined
}

/** For records of earlier versions, which tell no sizes. */
async function hasContent(files: ImageFiles, content: string): Promise<boolean> {
  return (await digestOfFiles(partsOf(files)).catch(() => undefined)) === content
}

const partsOf = ({ kernel, initramfs, disk }: ImageFiles) => [kernel, initramfs, disk]

/** Where the image of a recipe is, or would be. */
export async function imageFolder(paths: VmPaths, recipe: string): Promise<string> {
  return join(paths.image, await recipeDigest(recipe))
}

async function recipeDigest(recipe: string): Promise<string> {
  const names = (await readdir(recipe)).sort()
  const texts = await Promise.all(names.map(name => readFile(join(recipe, name))))
  return digest([...mmdebstrapArguments([], ''), ...names.flatMap((name, i) => [name, texts[i] ?? ''])])
}

async function build(
  paths: VmPaths,
  folder: string,
  { recipe, progress, signal }: VmSettings,
): Promise<Image> {
  const step = stepsUntil(signal)
  const making = await makeOwnFolder(paths.image)
  const began = performance.now()
  try {
    const tree = join(making, 'tree')
    const files = imageFiles(join(making, 'image'))
    const list = await readFile(join(recipe, 'packages.txt'), 'utf8')
    const packages = packageNames(list, 'labs', 'learn', 'image')
    await makeFolder(files.folder)
    progress({ task: 'image', detail: `Debian 13 with ${packages.length} packages and what they need` })
    // INITRD: no initramfs by the kernel's own hooks; TMPDIR: mmdebstrap must not depend on how /tmp is mounted.
    await step('mmdebstrap', mmdebstrapArguments(packages, tree), { INITRD: 'No', TMPDIR: making })
    progress({ task: 'image', detail: 'initramfs and root disk' })
    await step('sh', [join(recipe, 'pack'), tree, files.folder], { LC_ALL: 'C.UTF-8' })
    const parts = partsOf(files)
    const content = await digestOfFiles(parts)
    const names = parts.map(part => basename(part))
    const record = { content, built: new Date().toISOString(), sizes: await sizesOf(files.folder, names) }
    await writeFile(files.record, `${JSON.stringify(record, null, 2)}\n`)
    // A damaged one is in the way.
    await rm(folder, { recursive: true, force: true })
    await rename(files.folder, folder)
    await prune(paths.image, kept, paths.users)
  } finally {
    await removeOwnFolder(making)
  }
  progress({ task: 'image', done: true, ms: performance.now() - began })
  const image = await findImage(folder)
  if (image) return image
  throw new Error(`the image that was just built is not in ${folder}`)
}

/**
 * mmdebstrap(1) mounts file systems in the tree, and its programs run in there. In namespaces of their own all of these end with
 * the runner, even one that is killed.
 */
const contained = [
  ...['setpriv', '--pdeathsig', 'KILL', '--'],
  ...['unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', '--'],
]

/** Runs a program; one that is aborted has ended before the folder that it writes into is removed. unshare(1) ignores SIGTERM. */
const stepsUntil =
  (signal: AbortSignal | undefined) =>
  async (command: string, args: readonly string[], env: Record<string, string>): Promise<void> => {
    try {
      const [program = '', ...rest] = [...contained, command, ...args]
      const cancelled = signal ? { cancelSignal: signal, killSignal: 'SIGKILL' as const } : {}
      await execa(program, rest, { env, stdin: 'ignore', all: true, ...cancelled })
    } catch (error) {
      if (!(error instanceof ExecaError)) throw error
      const said = String(error.all ?? error.shortMessage)
        .trim()
        .split('\n')
        .slice(-15)
      throw problem('image-failed', { step: command, said: said.map(line => `  ${line}`).join('\n') })
    }
  }
