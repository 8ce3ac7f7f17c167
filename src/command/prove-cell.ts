import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { LimitFunction } from 'p-limit'
import type { Lab } from '../lab/lab.ts'
import type { Machine, Progress } from '../machine/machine.ts'
import { type Cell, type CellResult, runCell } from '../prove/cell.ts'
import type { Ran } from '../prove/prove-lab.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { keepEvidence } from './evidence-store.ts'
import { shown } from './find-labs.ts'
import { type ProofStore, proofFolder } from './proof-store.ts'
import type { World } from './world.ts'

export interface CellRunner {
  readonly machine: Machine
  readonly store: ProofStore
  readonly limit: LimitFunction
  readonly world: World
  readonly progress: Progress
  /** Where evidence is kept; without it, in the cache. */
  readonly folder: string | undefined
}

/** Runs cells of a lab or returns cached results, and reports progress. */
export function cellRunner(runner: CellRunner): (lab: Lab) => Promise<(cell: Cell) => Promise<Ran>> {
  const { limit, progress } = runner
  const count = { asked: 0, done: 0, remembered: 0 }
  const tell = () => {
    const remembered = count.remembered > 0 ? `, ${count.remembered} remembered` : ''
    progress({ task: 'prove', detail: `${count.done} of ${count.asked} runs${remembered}` })
  }
  return async ({ id }) => {
    const folder = await evidenceFolder(id, runner)
    return async cell => {
      count.asked++
      const ran = await limit(() => runOrRecall(cell, folder, runner))
      count.done++
      if (ran.remembered) count.remembered++
      tell()
      return ran
    }
  }
}

/** A folder for a lab; what an earlier proof left in the cache is out of date. */
async function evidenceFolder(id: string, { folder, world }: CellRunner): Promise<string> {
  const name = id.replaceAll('/', '.')
  if (folder !== undefined) return join(resolve(world.cwd, folder), name)
  const own = join(proofFolder(world), 'evidence', name)
  await rm(own, { recursive: true, force: true })
  return own
}

async function runOrRecall(cell: Cell, folder: string, { machine, store, world }: CellRunner): Promise<Ran> {
  if (world.signal.aborted) return { result: interrupted, remembered: true, ...nothingToKeep }
  const known = await store.recall(cell)
  if (known) return { result: known, remembered: true, ...nothingToKeep }
  const { result, evidence } = await runCell(cell, machine, nodeRuntime, world.signal)
  return {
    result,
    remembered: false,
    remember: async () => {
      if (!result.ended) await store.remember(cell, result)
    },
    keep: async name => {
      const kept = join(folder, name.replace(/[^\w.-]+/g, '-'))
      await keepEvidence(kept, { lab: cell.lab, evidence })
      return shown(kept, world.cwd)
    },
  }
}

const nothingToKeep: Pick<Ran, 'remember' | 'keep'> = {
  remember: async () => undefined,
  keep: async () => undefined,
}

const interrupted: CellResult = {
  verdicts: {},
  caughtBy: [],
  overdue: [],
  leaks: [],
  ended: { kind: 'error', code: 'interrupted', message: 'the proof was interrupted' },
  ms: 0,
}
