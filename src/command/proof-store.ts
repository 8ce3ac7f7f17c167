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
import { runnerDigest } from './runner-digest.ts'
import type { World } from './world.ts'

/** Keeps results of cells, which stay valid while the lab, the runner and the machine are the same. */
export interface ProofStore {
  recall(cell: Cell): Promise<CellResult | undefined>
  remember(cell: Cell, result: CellResult): Promise<void>
}

/** How many combinations of runner and machine keep their results. */
const kept = 4

/** Opens the folder of this runner on this machine. It holds a file for each cell, named after the digest of everything the cell depends on. */
export async function openProofStore(machine: Machine, observe: string, world: World): Promise<ProofStore> {
  if (machine.identity === undefined) return nothingKept
  const parent = proofFolder(world)
  const folder = join(
    parent,
    digest([await runnerDigest(world), machine.identity, machine.description, observe]),
  )
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

/** A proof does not fail because its results cannot be cached: that is reported once. */
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

/** How many proofs keep their evidence after they have ended. */
const keptRuns = 4

/** Names the folder in which this proof keeps the evidence of failed runs, and removes those of all but the last few proofs. */
export async function openProofEvidence(world: World): Promise<string> {
  const parent = join(proofFolder(world), 'evidence')
  await pruneOrphans(parent, keptRuns)
  return join(parent, ownedName())
}

/** In the cache folder of unboxed. */
export const proofFolder = ({ env }: World) => join(cacheRoot(env), 'proof')
