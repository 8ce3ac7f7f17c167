import { join } from 'node:path'
import type { LimitFunction } from 'p-limit'
import type { Observe } from '../attempt/observer/machine-memory.ts'
import type { Machine, Progress } from '../machine/machine.ts'
import { type Cell, type CellResult, runCell } from '../prove/cell.ts'
import { isCacheable, type Ran } from '../prove/run-again.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { keepEvidence, proofFolderName } from './evidence-store.ts'
import { shown } from './lab-path.ts'
import type { ProofStore } from './proof-store.ts'
import type { World } from './world.ts'

export interface CellRunner {
  readonly machine: Machine
  readonly observe: Observe
  readonly store: ProofStore
  readonly limit: LimitFunction
  readonly world: World
  readonly progress: Progress
  /** Where the evidence of failed runs is kept, in a folder for each lab. */
  readonly folder: string
}

/** Runs cells or returns cached results, and reports progress. */
export function cellRunner(runner: CellRunner): (cell: Cell) => Promise<Ran> {
  const { limit, progress } = runner
  const count = { asked: 0, done: 0, remembered: 0 }
  const tell = () => {
    const remembered = count.remembered > 0 ? `, ${count.remembered} cached` : ''
    progress({ task: 'prove', detail: `${count.done} of ${count.asked} runs${remembered}` })
  }
  return async cell => {
    count.asked++
    const ran = await limit(() => runOrRecall(cell, runner))
    count.done++
    if (ran.remembered) count.remembered++
    tell()
    return ran
  }
}

async function runOrRecall(cell: Cell, { machine, observe, store, world, folder }: CellRunner): Promise<Ran> {
  if (world.signal.aborted) return { result: interrupted, remembered: true, ...nothingToKeep }
  const known = await store.recall(cell)
  if (known) return { result: known, remembered: true, ...nothingToKeep }
  const { result, evidence } = await runCell(cell, machine, nodeRuntime, world.signal, observe)
  return {
    result,
    remembered: false,
    remember: async () => {
      if (isCacheable(result)) await store.remember(cell, result)
    },
    keep: async name => {
      const kept = join(folder, proofFolderName(cell.lab), name.replace(/[^\w.-]+/g, '-'))
      await keepEvidence(kept, { lab: cell.lab, evidence }, { replace: true })
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
  took: {},
  ended: { kind: 'error', code: 'interrupted', message: 'the proof was interrupted' },
  ms: 0,
}
