import { stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Sizes in bytes of the files that a folder has to hold, by their names. */
export type Sizes = Readonly<Record<string, number>>

export async function sizesOf(folder: string, names: readonly string[]): Promise<Sizes> {
  const sizes = await Promise.all(
    names.map(async name => [name, (await stat(join(folder, name))).size] as const),
  )
  return Object.fromEntries(sizes)
}

/** Whether the files have the sizes they were written with: one that was cut short, by a full disk or a power failure, has not. */
export async function isWhole(folder: string, sizes: Sizes): Promise<boolean> {
  const now = await sizesOf(folder, Object.keys(sizes)).catch(() => undefined) // one is missing
  return now !== undefined && Object.entries(sizes).every(([name, size]) => now[name] === size)
}

/** The record that was written last into a folder, with the sizes of its files; undefined where it is missing or damaged. */
export function parseRecord<T extends object>(text: string | undefined): (T & { sizes?: Sizes }) | undefined {
  try {
    const record: unknown = JSON.parse(text ?? '')
    return typeof record === 'object' && record !== null ? (record as T & { sizes?: Sizes }) : undefined
  } catch {
    return undefined // cut short, or not written at all
  }
}
