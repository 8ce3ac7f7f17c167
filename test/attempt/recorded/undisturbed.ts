import { isDeepStrictEqual } from 'node:util'
import { judgedAgain, type PlayedLab } from './play-lab.ts'

/**
 * The faults of an attempt that was cut short. It must keep what it had observed and judged until then, no check may fail because
 * of it, and everything must follow from its evidence.
 */
export function disturbances(cutShort: PlayedLab, whole: PlayedLab, what: string): string[] {
  const { evidence, verdicts, played } = cutShort
  const steps = evidence.steps.filter((step, index) => isAlike(step, whole.evidence.steps[index]))
  const done = verdicts.filter(({ step }) => steps.some(({ id }) => id === step))
  const failed = verdicts.slice(done.length).filter(isNew)
  const wrong = {
    'steps that were done are not evidence': !isDeepStrictEqual(
      steps,
      whole.evidence.steps.slice(0, steps.length),
    ),
    'more than one step was cut short': evidence.steps.length - steps.length > 1,
    'a check has no verdict, or several': !isDeepStrictEqual(
      verdicts.map(({ check }) => check),
      whole.verdicts.map(({ check }) => check),
    ),
    'a verdict has changed': !isDeepStrictEqual(done, whole.verdicts.slice(0, done.length)),
    [failed.map(({ check, outcome, reason }) => `${check}: ${outcome} ${reason?.code}`).join()]:
      failed.length > 0,
    'it is judged otherwise from its evidence': !isDeepStrictEqual(judgedAgain(cutShort), verdicts),
    [`it was closed ${played.closed} times`]: played.closed !== 1,
  }
  return Object.keys(wrong)
    .filter(words => wrong[words])
    .map(words => `${what}: ${words}`)

  /** An outcome that is neither the undisturbed one nor undetermined. */
  function isNew({ check, outcome }: PlayedLab['verdicts'][number]): boolean {
    if (outcome === 'error' || outcome === 'skipped') return false
    return whole.verdicts.every(verdict => verdict.check !== check || verdict.outcome !== outcome)
  }
}

type StepEvidence = PlayedLab['evidence']['steps'][number]

/** Whether both ended for the same reason, or both without one. */
const isAlike = (step: StepEvidence, whole: StepEvidence | undefined) =>
  step.ended?.code === whole?.ended?.code
