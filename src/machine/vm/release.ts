import { open } from 'node:fs/promises'
import { findImage, imageFolder } from './image.ts'
import { vmPaths } from './paths.ts'
import type { VmSettings } from './settings.ts'

/** The release of the kernel that the VM would boot, as `uname -r` prints it there; undefined if there is no image yet. Starts nothing. */
export async function vmRelease({ env, recipe }: Pick<VmSettings, 'env' | 'recipe'>) {
  const image = await findImage(await imageFolder(vmPaths(env), recipe))
  return image && releaseOf(image.kernel)
}

/**
 * The release that a bzImage names in its header (Documentation/arch/x86/boot.rst: at 0x20e the place of a text, less 0x200); undefined
 * for any other file.
 */
export async function releaseOf(kernel: string): Promise<string | undefined> {
  const file = await open(kernel)
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(setupSize) })
    const setup = buffer.subarray(0, bytesRead)
    if (setup.toString('latin1', 0x202, 0x206) !== 'HdrS') return undefined
    const at = setup.readUInt16LE(0x20e) + 0x200
    return /^\S+/.exec(setup.toString('latin1', at, at + longest))?.[0]
  } finally {
    await file.close()
  }
}

/** The part of the file that runs in real mode has at most 64 sectors. */
const setupSize = 32_768

const longest = 64
