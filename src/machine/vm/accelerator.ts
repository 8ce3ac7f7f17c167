import { accessSync, constants } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { cpus, release } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { digest } from '../../cache/digest.ts'
import { parseRecord } from '../../cache/whole.ts'
import { writeAtomically } from '../../cache/write.ts'
import { type AcceleratorName, acceleratorProfiles } from '../accelerator-profile.ts'
import type { Progress } from '../machine.ts'
import type { Image } from './image.ts'
import type { VmPaths } from './paths.ts'
import { probeArguments, probeMarker } from './qemu.ts'

/** The accelerator that works here, and the reason to think so. */
export interface Accelerator {
  readonly name: AcceleratorName
  /** `a kernel booted with it`, `/dev/kvm is missing`. */
  readonly reason: string
}

/** Milliseconds that a kernel may take to start with KVM; it needs one or two seconds. */
const deadline = 10_000

/** Characters that a probe may say; one that says more is ended, and judged by what it said. */
const mostSaid = 1 << 20

/**
 * Chooses KVM only after a kernel has booted with it: /dev/kvm can exist, be writable, and still run no guest beyond its
 * firmware. The result is cached for this guest kernel, QEMU, host kernel and processor.
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
  await writeAtomically(fileOf(paths, image, qemu), `${JSON.stringify(judged, null, 2)}\n`)
  return judged
}

/** The accelerator that an earlier boot, or a missing device, has decided; undefined before that. */
export async function knownAccelerator(
  paths: VmPaths,
  image: Image,
  qemu: string,
): Promise<Accelerator | undefined> {
  const device = deviceProblem()
  if (device) return { name: 'tcg', reason: device }
  const kept = await readFile(fileOf(paths, image, qemu), 'utf8').catch(() => undefined) // missing or unreadable: probe again
  return parseRecord<Accelerator>(kept)
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

/** Why /dev/kvm can't be used; undefined where only a boot can tell. */
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
    maxBuffer: mostSaid,
  })
  progress({ task: 'accelerator', done: true, ms: performance.now() - began })
  if (stdout.includes(probeMarker)) return { name: 'kvm', reason: 'a kernel booted with it' }
  if (timedOut) return { name: 'tcg', reason: `with KVM no kernel booted within ${deadline / 1000} s` }
  return { name: 'tcg', reason: `QEMU can't use KVM: ${stderr.slice(-200) || 'the kernel stopped'}` }
}
