import type { StepEvidence } from '../evidence/evidence.ts'
import { isOverdue } from '../evidence/reason.ts'
import type { Lab } from '../lab/lab.ts'
import { definitionOf } from '../subject/subject.ts'
import type { Verdict } from '../verdict/verdict.ts'

/**
 * Which checks of a step see that something is wrong. How a step ended that was ended by us, what it printed by then and how long
 * that took tell of our patience, not of the kernel.
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
