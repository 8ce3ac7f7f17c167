import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digest } from '../cache/digest.ts'
import type { World } from './world.ts'

/** A digest of all code that runs: the bundles of the command and of the agent. */
export async function runnerDigest({ root }: Pick<World, 'root'>): Promise<string> {
  const dist = join(root, 'dist')
  const names = (await readdir(dist, { recursive: true })).filter(name => /\.c?js$/.test(name)).sort()
  return digest(await Promise.all(names.map(name => readFile(join(dist, name)))))
}
