import type { StepEvidence } from '../../evidence/evidence.ts'
import type { StepPlan } from '../../plan/plan.ts'
import type { Session } from '../session.ts'

/** Somebody who makes the steps of a lab true. Verdicts depend on what was seen, never on who acted. */
export interface Actor {
  /** Makes a step true and gathers what was seen meanwhile. It never throws: what goes wrong ends the step with a reason. */
  act(step: StepPlan, session: Session): Promise<StepEvidence>
}
