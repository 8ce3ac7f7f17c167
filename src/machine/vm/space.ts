import { freeSpace, gibibytes } from '../../cache/space.ts'
import { problem } from './problem.ts'

/** Bytes that an image takes while it is built: the tree, and the disk made of it. */
export const imageSpace = 1.5 * 1024 ** 3

/** Bytes of a template: what its guest touches of its memory. */
export const templateSpace = 0.5 * 1024 ** 3

/** Rejects with `no-space` where a folder can't take so much: what would fail half-way fails in a program that says less. */
export async function requireSpace(folder: string, needed: number, what: string): Promise<void> {
  const free = await freeSpace(folder)
  if (free >= needed) return
  throw problem('no-space', { folder, what, free: gibibytes(free), needed: gibibytes(needed) })
}
