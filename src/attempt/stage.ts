import type { StepEvidence } from '../evidence/evidence.ts'
import type { HandRecord } from '../evidence/hand.ts'
import { isOverdue, type Reason } from '../evidence/reason.ts'
import type { Step } from '../lab/lab.ts'
import { judgeStep } from '../verdict/judge.ts'
import type { Outcome, Verdict } from '../verdict/verdict.ts'
import type { Stage } from './actor/actor.ts'
import { stepHead } from './event.ts'
import { reportEnd } from './report-step.ts'
import { machineRecord, type Session } from './session.ts'

/** The steps of an attempt so far. */
export interface StepsSoFar {
  readonly steps: StepEvidence[]
  readonly outcomes: Map<string, Outcome>
  hand?: HandRecord
}

/** Asked after each step: whether the remaining steps need not be done. */
export type IsEnough = (verdicts: readonly Verdict[], evidence: StepEvidence) => boolean

/** Judges and reports the steps of an attempt as they end, and adds them to what was performed. */
export function openStage(
  session: Session,
  performed: StepsSoFar,
  isEnough: IsEnough = () => false,
): Stage & {
  /** Why the attempt does not count as finished, once its actor is done. */
  ended(): Reason | undefined
} {
  const { lab, head } = session.attempt
  const { steps, outcomes } = performed
  let broken: Reason | undefined
  let overdue: Reason | undefined
  return {
    begin: (step: Step) => session.emit({ type: 'step-start', attempt: head.id, step: stepHead(step) }),
    end: evidence => {
      steps.push(evidence)
      reportEnd(evidence, { attempt: head.id, emit: session.emit })
      const step = lab.steps.find(({ id }) => id === evidence.id)
      const context = { lab, machine: machineRecord(session), earlier: outcomes }
      const verdicts = step ? judgeStep(step, evidence, context) : []
      for (const verdict of verdicts) {
        outcomes.set(verdict.check, verdict.outcome)
        session.emit({ type: 'verdict', attempt: head.id, verdict })
      }
      const { ended } = evidence
      if (ended && !isOverdue(ended)) broken = ended
      else overdue ??= ended
      return broken === undefined && !isEnough(verdicts, evidence)
    },
    keep: hand => {
      performed.hand = hand
    },
    // A failed check says more. Without one, the attempt must still not pass: no check expects a time-out.
    ended: () =>
      broken ?? ([...outcomes.values()].every(outcome => outcome === 'pass') ? overdue : undefined),
  }
}
