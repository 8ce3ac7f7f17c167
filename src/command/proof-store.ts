import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digest } from '../cache/digest.ts'
import { fileTrouble, isSystemError } from '../cache/file-trouble.ts'
import { makeFolder } from '../cache/make-folder.ts'
import { ownedName } from '../cache/owner.ts'
import { prune, pruneOrphans } from '../cache/prune.ts'
import { readIfThere } from '../cache/read.ts'
import { cacheRoot } from '../cache/root.ts'
import { parseRecord } from '../cache/whole.ts'
import { writeAtomically } from '../cache/write.ts'
import type { Machine } from '../machine/machine.ts'
import { printable } from '../printable.ts'
import type { Cell, CellResult } from '../prove/cell.ts'
import { cellKey } from '../prove/cell-key.ts'
import type { World } from './world.ts'

/** Keeps results of cells, which stay valid while lab, runner and machine are the same. */
export interface ProofStore {
  recall(cell: Cell): Promise<CellResult | undefined>
  remember(cell: Cell, result: CellResult): Promise<void>
}

/** Runners and machines whose results are kept. */
const kept = 4

/** Opens the folder of this runner on this machine; it holds a file for each cell, named for the digest of all it depends on. */
export async function openProofStore(machine: Machine, world: World): Promise<ProofStore> {
  if (machine.identity === undefined) return nothingKept
  const parent = proofFolder(world)
  const folder = join(parent, digest([await runnerDigest(world), machine.identity, machine.description]))
  await makeFolder(folder)
  await prune(parent, kept)
  const fileOf = (cell: Cell) => join(folder, `${digest([cellKey(cell)])}.json`)
  return {
    recall: async cell => {
      // A power cut may leave an empty file behind, or half of one.
      return parseRecord<CellResult>(await readIfThere(fileOf(cell)))
    },
    remember: (cell, result) => writeAtomically(fileOf(cell), JSON.stringify(result)),
  }
}

/** Caches nothing: for `--no-cache`, or a machine without an identity. */
export const nothingKept: ProofStore = {
  recall: async () => undefined,
  remember: async () => undefined,
}

/** A proof does not fail because its results can't be remembered: that is reported once. */
export function bestEffort({ recall, remember }: ProofStore, { stderr }: World): ProofStore {
  let isTold = false
  return {
    recall,
    remember: (cell, result) =>
      remember(cell, result).catch(error => {
        if (!isSystemError(error)) throw error
        if (!isTold) stderr.write(printable(`unboxed: results cannot be cached: ${fileTrouble(error).why}\n`))
        isTold = true
      }),
  }
}

/** Runs whose evidence is kept after they have ended. */
const keptRuns = 4

/** Names the folder in which this run keeps the evidence of what went wrong, and removes those of all but the last few runs. */
export async function openProofEvidence(world: World): Promise<string> {
  const parent = join(proofFolder(world), 'evidence')
  await pruneOrphans(parent, keptRuns)
  return join(parent, ownedName())
}

/** In the cache folder of unboxed. */
export const proofFolder = ({ env }: World) => join(cacheRoot(env), 'proof')

/** Everything that is run: the bundle of the command and that of the agent. */
async function runnerDigest({ root }: World): Promise<string> {
  const dist = join(root, 'dist')
  const names = (await readdir(dist, { recursive: true })).filter(name => /\.c?js$/.test(name)).sort()
  return digest(await Promise.all(names.map(name => readFile(join(dist, name)))))
}
