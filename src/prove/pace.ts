import type { Lab, Step } from '../lab/lab.ts'

/** Milliseconds that steps took, by their ID. */
export type StepTimes = Readonly<Record<string, number>>

/** A step of a mutant may take this many times as long as that of the lab itself, and a little more. */
const factor = 10
/** Milliseconds, before scaling by the machine's slowness. */
const more = 2_000

/** The lab with no more time for a step than its pace allows; a step that only a mutant has may take as long as the longest. */
export function inTime(lab: Lab, pace: StepTimes = {}, slowness: number): Lab {
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
