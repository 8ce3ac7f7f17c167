import { limitNames } from '../kernel/cgroup-file.ts'
import { notShown } from './case.ts'
import type { Cell, CellResult } from './cell.ts'
import type { StepTimes } from './pace.ts'
import type { ProofCase } from './proof.ts'

/** A cell that was run, or whose result was remembered. */
export interface Ran {
  readonly result: CellResult
  readonly remembered: boolean
  /** Remembers the result, so that the next proof need not run the cell. */
  remember(): Promise<void>
  /** Keeps the evidence of a result that counts against the lab under this name, and returns where; undefined if there is none. */
  keep(name: string): Promise<string | undefined>
}

export type Run = (cell: Cell) => Promise<Ran>

/** What the runs of one cell show. */
export interface Found {
  readonly told: ProofCase
  /** The run that `told` is about. */
  readonly ran: Ran
  readonly results: readonly CellResult[]
}

/** How often a cell is run before its result is held against the lab. */
export const mostRuns = 3

/** A run that took all its time is repeated once: it takes long, and the host may have been busy. */
const mostOverdueRuns = 2

/**
 * Runs a cell, and runs it again with the same values in a fresh machine while the result counts against the lab. A result that
 * changes from run to run is a fault of its own: the checks depend on chance.
 */
export async function runAgain(
  cell: Cell,
  run: Run,
  judge: (result: CellResult) => ProofCase,
): Promise<Found> {
  let ran = await run(cell)
  let told = judge(ran.result)
  const results = [ran.result]
  for (let last = ran; isWorthAnother(judge(last.result), results); ) {
    last = await run({ ...cell, round: cell.round + results.length })
    results.push(last.result)
    const other = judge(last.result)
    // A run that timed out or could not be judged decides nothing.
    if (told.outcome === 'error') {
      // The next proof needs both.
      if (ran.result.overdue.length > 0 && other.outcome === 'pass') await ran.remember()
      told = other
      ran = last
    } else if (other.outcome === 'pass') return { told: unsteady(told, other, results.length), ran, results }
  }
  return { told, ran, results }
}

function isWorthAnother({ outcome }: ProofCase, results: readonly CellResult[]): boolean {
  const last = results.at(-1)
  if (outcome === 'pass' || !last || last.ended) return false
  return results.length < (last.overdue.length > 0 ? mostOverdueRuns : mostRuns)
}

function unsteady({ message: first, diff, ...head }: ProofCase, { message: last }: ProofCase, runs: number) {
  const { proof, name, at } = head
  return { ...notShown({ proof, name, at }, 'unsteady', { first, last, runs }), ...(diff && { diff }) }
}

/** The same runs, but one that broke down is repeated once: a lost machine says nothing about a lab. */
export const withoutBreakdown =
  (run: Run): Run =>
  async cell => {
    const ran = await run(cell)
    return hasBrokenDown(ran.result) ? run(cell) : ran
  }

/**
 * Gives runs as much time as the lab itself took, with a good margin: most mutants that take longer would never end, and a lab may allow
 * its steps a minute. One that is repeated has all the time that its lab allows. By hand, a step that is not done in this time counts as
 * open. A run that takes too long is remembered only with its repetition.
 */
export const paced =
  (run: Run, { performed, byHand }: { readonly performed: StepTimes; readonly byHand: StepTimes }): Run =>
  cell =>
    run(cell.round > 0 ? cell : { ...cell, pace: cell.manner === 'by-hand' ? byHand : performed })

/** Whether an attempt ended for a reason that is neither the lab's nor the caller's. */
export const hasBrokenDown = (result: Ending): boolean =>
  result.ended?.kind === 'error' && result.ended.code !== 'interrupted' && !isCacheable(result)

/**
 * Whether a result may be cached: the run reached its end, or the lab's own actions ended it: a later step uses the PID of a process that has
 * ended, or the kernel refused a limit.
 */
export const isCacheable = (result: Ending): boolean =>
  result.ended === undefined || result.ended.code === 'no-pid' || refusedLimit(result) !== undefined

type Ending = Pick<CellResult, 'ended'>

/** Why the kernel refused to write a limit; undefined if the run did not end for that. */
export function refusedLimit({ ended }: Ending): string | undefined {
  const { errno, path = '' } = ended?.call ?? {}
  return errno !== undefined && limitNames.includes(path.split('/').at(-1) ?? '') ? ended?.message : undefined
}
