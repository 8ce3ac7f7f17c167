import type { StepEvidence } from '../../evidence/evidence.ts'
import type { StepPlan } from '../../plan/plan.ts'
import type { Session } from '../session.ts'

/** Performs the steps of a lab. Verdicts depend on what was observed, never on the actor. */
export interface Actor {
  /** Performs a step and gathers its evidence. Never throws: an error ends the step with a reason. */
  act(step: StepPlan, session: Session): Promise<StepEvidence>
}
