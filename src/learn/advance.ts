import type { Lab } from '../lab/lab.ts'
import { type LabProgress, progressVersion, type StepProgress } from './progress.ts'

type Steps = Pick<Lab, 'steps'>

/** Progress in a lab that has just been started; `now` is ISO 8601, UTC. */
export function newProgress(
  { id, seed }: Pick<Lab, 'id' | 'seed'>,
  digest: string,
  now: string,
): LabProgress {
  const unboxed = { progress: progressVersion }
  return { unboxed, lab: id, digest, seed, startedAt: now, freshStarts: 0, steps: {} }
}

/**
 * A step is done: by the learner, or by the reference if it is `skipped`. The first time counts, except that a learner who does a
 * skipped step after all has done it.
 */
export function stepDone(
  progress: LabProgress,
  step: string,
  { lab, now, skipped = false }: { readonly lab: Steps; readonly now: string; readonly skipped?: boolean },
): LabProgress {
  const { skipped: wasSkipped, ...known } = stepOf(progress, step)
  if (known.doneAt !== undefined && (skipped || !wasSkipped)) return progress
  const next = replaceStep(progress, step, { ...known, doneAt: now, ...(skipped && { skipped }) })
  return next.doneAt === undefined && isDone(next, lab) ? { ...next, doneAt: now } : next
}

/** Records something else of a step: the time it was open, a hint, the solution, an answer. */
export function stepChanged(
  progress: LabProgress,
  step: string,
  change: (known: StepProgress) => Omit<Partial<StepProgress>, 'doneAt' | 'skipped'>,
): LabProgress {
  const known = stepOf(progress, step)
  return replaceStep(progress, step, { ...known, ...change(known) })
}

/** A lab is begun again in a fresh machine. */
export const startedAfresh = (progress: LabProgress): LabProgress => ({
  ...progress,
  freshStarts: progress.freshStarts + 1,
})

/** What a newer version of a lab did to progress: ids of steps. */
export interface LabChange {
  readonly kept: readonly string[]
  readonly dropped: readonly string[]
}

/** Progress in a lab that may have changed since: a step is still done if the lab still has a step of its id. */
export function carriedOver(
  progress: LabProgress,
  { steps }: Steps,
  digest: string,
): { readonly progress: LabProgress; readonly change?: LabChange } {
  if (progress.digest === digest) return { progress }
  const ids = new Set(steps.map(({ id }) => id))
  const known = Object.entries(progress.steps)
  const kept = known.filter(([id]) => ids.has(id))
  const dropped = known.filter(([id]) => !ids.has(id))
  return {
    progress: { ...progress, digest, steps: Object.fromEntries(kept) },
    change: { kept: kept.map(([id]) => id), dropped: dropped.map(([id]) => id) },
  }
}

/** Whether every step that the lab has now is done or skipped. */
export const isDone = (progress: LabProgress | undefined, lab: Steps): boolean =>
  doneSteps(progress, lab) === lab.steps.length

/** How many steps of the lab are done or skipped. */
export const doneSteps = (progress: LabProgress | undefined, { steps }: Steps): number =>
  progress ? steps.filter(({ id }) => stepOf(progress, id).doneAt !== undefined).length : 0

/** The lab to go on with: the first of the course that is not done. */
export const firstUnfinished = <L extends Steps & Pick<Lab, 'id'>>(
  labs: readonly L[],
  progressOf: (lab: string) => LabProgress | undefined,
): L | undefined => labs.find(lab => !isDone(progressOf(lab.id), lab))

const stepOf = ({ steps }: LabProgress, id: string): StepProgress =>
  (Object.hasOwn(steps, id) ? steps[id] : undefined) ?? { ms: 0, hints: 0 }

const replaceStep = (progress: LabProgress, id: string, step: StepProgress): LabProgress => ({
  ...progress,
  steps: { ...progress.steps, [id]: step },
})
