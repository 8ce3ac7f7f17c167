import pLimit from 'p-limit'
import type { Evidence } from '../evidence/evidence.ts'
import type { Lab } from '../lab/lab.ts'
import type { Machine } from '../machine/machine.ts'
import type { RunEvent } from './event.ts'
import { labHead } from './head.ts'
import { runLab } from './run-attempt.ts'

export interface RunOptions {
  readonly seed: string
  /** Labs at once; never more than the machine allows. */
  readonly jobs: number
  /** Aborted by Ctrl-C: labs under way end, the others do not begin. */
  readonly signal: AbortSignal
}

/** Runs labs, several at once where the machine allows it, each in a fresh machine; gives their evidence in the order asked. */
export async function runLabs(
  labs: readonly Lab[],
  machine: Machine,
  emit: (event: RunEvent) => void,
  { seed, jobs, signal }: RunOptions,
): Promise<Evidence[]> {
  const began = performance.now()
  emit({ type: 'run-start', labs: labs.map(labHead), seed, machine: machine.description })
  const limit = pLimit(Math.max(1, Math.min(jobs, machine.jobs)))
  const evidence = await Promise.all(
    labs.map(lab => limit(async () => (signal.aborted ? [] : [await runLab(lab, machine, emit, signal)]))),
  )
  emit({ type: 'run-end', ms: performance.now() - began, interrupted: signal.aborted })
  return evidence.flat()
}
