import { accessSync, constants } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { cpus, release } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { digest } from '../../cache/digest.ts'
import { ownedName } from '../../cache/owner.ts'
import type { Progress } from '../machine.ts'
import { type AcceleratorName, acceleratorProfiles } from './accelerator-profile.ts'
import type { Image } from './image.ts'
import type { VmPaths } from './paths.ts'
import { probeArguments, probeMarker } from './qemu.ts'

/** Which accelerator works here, and how we know. */
export interface Accelerator {
  readonly name: AcceleratorName
  /** `a kernel booted with it`, `/dev/kvm is missing`. */
  readonly reason: string
}

/** Milliseconds that a kernel may take to start with KVM; it needs one or two seconds. */
const deadline = 10_000

/**
 * Chooses KVM only where a kernel was seen to boot with it: /dev/kvm can be there, and writable, and yet not run a guest
 * beyond its firmware. The judgement is kept for this kernel, QEMU, host kernel and processor.
 */
export async function chooseAccelerator(
  paths: VmPaths,
  image: Image,
  qemu: string,
  progress: Progress,
): Promise<Accelerator> {
  const known = await knownAccelerator(paths, image, qemu)
  if (known) return known
  const judged = await probe(image, progress)
  await keep(paths, fileOf(paths, image, qemu), judged)
  return judged
}

/** What was judged before, or needs no boot to be judged; else undefined. */
export async function knownAccelerator(
  paths: VmPaths,
  image: Image,
  qemu: string,
): Promise<Accelerator | undefined> {
  const device = deviceProblem()
  if (device) return { name: 'tcg', reason: device }
  const kept = await readFile(fileOf(paths, image, qemu), 'utf8').catch(() => undefined) // missing or unreadable: judge anew
  return kept ? (JSON.parse(kept) as Accelerator) : undefined
}

/** The content of the image is in the key in place of its paths: another cache folder may hold the same one. */
function fileOf(paths: VmPaths, image: Image, qemu: string): string {
  const nowhere = { kernel: '', initramfs: '' }
  const key = digest([
    image.content,
    qemu,
    release(),
    cpus()[0]?.model ?? '',
    ...probeArguments(nowhere, acceleratorProfiles.kvm),
  ])
  return join(paths.accelerator, `${key}.json`)
}

/** Why /dev/kvm is of no use, as far as that is seen without a boot. */
export function deviceProblem(): string | undefined {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK)
    return undefined
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    return code === 'ENOENT' ? '/dev/kvm is missing' : `/dev/kvm can't be used: ${code}`
  }
}

async function probe(image: Image, progress: Progress): Promise<Accelerator> {
  const began = performance.now()
  progress({ task: 'accelerator', detail: 'does a kernel boot with KVM?' })
  const args = [
    '--pdeathsig',
    'KILL',
    '--',
    'qemu-system-x86_64',
    ...probeArguments(image, acceleratorProfiles.kvm),
  ]
  const { stdout, stderr, timedOut } = await execa('setpriv', args, {
    ...{ stdin: 'ignore', reject: false, timeout: deadline, killSignal: 'SIGKILL', stripFinalNewline: true },
  })
  progress({ task: 'accelerator', done: true, ms: performance.now() - began })
  if (stdout.includes(probeMarker)) return { name: 'kvm', reason: 'a kernel booted with it' }
  if (timedOut) return { name: 'tcg', reason: `with KVM no kernel booted within ${deadline / 1000} s` }
  return { name: 'tcg', reason: `QEMU can't use KVM: ${stderr.slice(-200) || 'the kernel stopped'}` }
}

async function keep(paths: VmPaths, file: string, judged: Accelerator): Promise<void> {
  await mkdir(paths.accelerator, { recursive: true })
  const making = join(paths.accelerator, ownedName())
  await writeFile(making, `${JSON.stringify(judged, null, 2)}\n`)
  await rename(making, file)
}
