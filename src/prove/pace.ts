import type { Lab, Step } from '../lab/lab.ts'
import type { Cell } from './cell.ts'
import type { Run } from './run-again.ts'

/** Milliseconds that steps took, by their ID. */
export type StepTimes = Readonly<Record<string, number>>

/** A step of a mutant may take this many times as long as that of the lab itself, and a little more. */
const factor = 10
/** Milliseconds, before scaling by the machine's slowness. */
const more = 2_000

/**
 * Gives runs as much time as the lab itself took, with a good margin: most mutants that take longer would never end, and a lab may allow
 * its steps a minute. One that is repeated has all the time that its lab allows. By hand, a step that is not done in this time counts as
 * open. What is remembered of a run does not depend on the time.
 */
export const paced =
  (run: Run, { performed, byHand }: { readonly performed: StepTimes; readonly byHand: StepTimes }): Run =>
  cell =>
    run(cell.round > 0 ? cell : { ...cell, pace: cell.manner === 'by-hand' ? byHand : performed })

/** The lab with no more time for a step than its pace allows; a step that only a mutant has may take as long as the longest. */
export function inTime({ lab, pace = {} }: Pick<Cell, 'lab' | 'pace'>, slowness: number): Lab {
  const known = Object.values(pace)
  if (known.length === 0) return lab
  const longest = Math.max(...known)
  const limit = ({ id }: Step) => ((pace[id] ?? longest) * factor) / slowness + more
  return { ...lab, steps: lab.steps.map(step => ({ ...step, timeout: Math.min(step.timeout, limit(step)) })) }
}

/** The longest time of each step. */
export function longestTimes(all: readonly StepTimes[]): StepTimes {
  const longest = new Map<string, number>()
  for (const [id, ms] of all.flatMap(Object.entries)) longest.set(id, Math.max(ms, longest.get(id) ?? 0))
  return Object.fromEntries(longest)
}
