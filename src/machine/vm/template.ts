import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { digest } from '../../cache/digest.ts'
import { withLock } from '../../cache/lock.ts'
import { makeOwnFolder, removeOwnFolder } from '../../cache/owner.ts'
import { prune } from '../../cache/prune.ts'
import { readIfThere } from '../../cache/read.ts'
import { isWhole, parseRecord, sizesOf } from '../../cache/whole.ts'
import { layout } from '../../outside/layout.ts'
import { type AcceleratorName, acceleratorProfiles } from '../accelerator-profile.ts'
import type { Progress } from '../machine.ts'
import { lastLines } from './console-log.ts'
import type { Image } from './image.ts'
import { writeKernelMap } from './kernel-map-file.ts'
import { type TemplateFiles, templateFiles, type VmPaths } from './paths.ts'
import { problem } from './problem.ts'
import { type Guest, qemuArguments } from './qemu.ts'
import { requireSpace, templateSpace } from './space.ts'
import { type Qemu, startQemu } from './start-qemu.ts'
import { warm, warmth } from './warm.ts'
import { within } from './within.ts'

/** How many templates are kept, the newest included: each version of the agent makes one of about 200 MB. */
const kept = 6

/** All that a template depends on. */
export interface TemplateSource {
  readonly image: Image
  /** The bundle of the agent. */
  readonly agent: Uint8Array
  readonly accelerator: AcceleratorName
  /** QEMU's version. */
  readonly qemu: string
}

/** Finds the template for exactly this source, or boots a guest and saves it when its agent is ready and warm. */
export async function findOrMakeTemplate(
  paths: VmPaths,
  source: TemplateSource,
  progress: Progress,
): Promise<TemplateFiles> {
  const files = templateFiles(join(paths.template, templateDigest(source)))
  if (await isThere(files)) return files
  const waiting = () => progress({ task: 'template', detail: 'another runner is making it; waiting' })
  await withLock(join(paths.template, 'lock'), waiting, async () => {
    if (await isThere(files)) return
    await requireSpace(paths.template, templateSpace, 'the template')
    await make(paths, files, source, progress)
  })
  return files
}

/** Names a template for its source: the content of its files, and QEMU's command line without their paths. */
export function templateDigest({ image, agent, accelerator, qemu }: TemplateSource): string {
  const nowhere = { disk: '', kernel: '', initramfs: '', memory: '', agent: '' }
  const profile = acceleratorProfiles[accelerator]
  const guest: Guest = {
    image: nowhere,
    template: nowhere,
    profile,
    as: 'template',
    generation: '',
    console: '',
  }
  return digest([image.content, agent, qemu, warmth, layout, ...qemuArguments(guest)])
}

/** Whether a template is there and whole: its record is written last. */
async function isThere({ folder, record }: TemplateFiles): Promise<boolean> {
  const sizes = parseRecord(await readIfThere(record))?.sizes
  return sizes !== undefined && isWhole(folder, sizes)
}

async function make(paths: VmPaths, files: TemplateFiles, source: TemplateSource, progress: Progress) {
  const began = performance.now()
  const folder = await makeOwnFolder(paths.template)
  const making = templateFiles(folder)
  try {
    await writeFile(making.agent, padded(source.agent))
    await bootAndSave(making, source, progress)
    await writeKernelMap(making)
    const names = [making.memory, making.devices, making.agent, making.kernelMap].map(file => basename(file))
    await writeFile(making.record, JSON.stringify({ sizes: await sizesOf(folder, names) }))
    // A damaged one is in the way.
    await rm(files.folder, { recursive: true, force: true })
    await rename(folder, files.folder)
    await prune(paths.template, kept, paths.users)
  } finally {
    await removeOwnFolder(folder)
  }
  progress({ task: 'template', done: true, ms: performance.now() - began })
}

async function bootAndSave(files: TemplateFiles, { image, accelerator }: TemplateSource, progress: Progress) {
  const profile = acceleratorProfiles[accelerator]
  progress({ task: 'template', detail: `booting a guest with ${profile.title}` })
  const guest = {
    image,
    template: files,
    profile,
    as: 'template',
    generation: randomUUID(),
    console: files.console,
  } as const
  const qemu = startQemu(qemuArguments(guest))
  try {
    const booting = `booting the guest with ${profile.title}`
    await beforeEnd(qemu, files, booting, profile.boot, ready(qemu))
    progress({ task: 'template', detail: 'warming the agent' })
    await beforeEnd(qemu, files, 'warming the agent', profile.warm, warm(qemu.agent))
    await beforeEnd(qemu, files, 'saving the template', profile.warm, save(qemu, files))
  } finally {
    qemu.kill()
    await qemu.ended
    await qemu.console.save(files.console)
  }
}

/** The agent's first line is its `ready`. */
function ready({ agent }: Qemu): Promise<void> {
  return new Promise(resolve => agent.once('data', () => resolve()))
}

async function save({ qmp: opened }: Qemu, { devices }: TemplateFiles): Promise<void> {
  const qmp = await opened
  await qmp.execute('stop')
  const saved = qmp.migrated()
  await Promise.all([
    saved,
    qmp.execute('migrate', { uri: `exec:cat > '${devices.replaceAll("'", "'\\''")}'` }),
  ])
}

async function beforeEnd(qemu: Qemu, files: TemplateFiles, doing: string, ms: number, work: Promise<void>) {
  const ended = qemu.ended.then(async how => {
    await qemu.console.save(files.console)
    throw problem('qemu-failed', { doing, said: `${how}\n${await lastLines(files.console)}` })
  })
  ended.catch(() => {})
  await within(ms, Promise.race([work, ended]), async () => {
    await qemu.console.save(files.console)
    return problem('too-slow', { doing, seconds: ms / 1000, console: await lastLines(files.console) })
  })
}

/** A disk is a whole number of sectors, and newlines at its end are no harm to JavaScript. */
function padded(agent: Uint8Array): Uint8Array {
  const missing = (512 - (agent.length % 512)) % 512
  return Buffer.concat([agent, Buffer.alloc(missing, '\n')])
}
