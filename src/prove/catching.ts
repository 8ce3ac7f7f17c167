import type { StepEvidence } from '../evidence/evidence.ts'
import { isOverdue } from '../evidence/reason.ts'
import type { Lab } from '../lab/lab.ts'
import { definitionOf } from '../subject/subject.ts'
import type { Verdict } from '../verdict/verdict.ts'

/**
 * The checks of a step that catch a mistake: those that failed. After a timeout the exit, output and duration of the step don't
 * count: the runner ended it, so they depend on the time limit and not on the kernel.
 */
export function catching(verdicts: readonly Verdict[], step: StepEvidence, { steps }: Lab): string[] {
  const checks = steps.flatMap(({ expect }) => expect)
  const ofAction = checks.filter(({ subject }) => definitionOf(subject).record).map(({ id }) => id)
  return verdicts
    .filter(
      ({ outcome, check }) => outcome === 'fail' && !(isOverdue(step.ended) && ofAction.includes(check)),
    )
    .map(({ check }) => check)
}
