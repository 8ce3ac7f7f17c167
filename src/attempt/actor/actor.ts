import type { StepEvidence } from '../../evidence/evidence.ts'
import type { HandRecord } from '../../evidence/hand.ts'
import type { Reason } from '../../evidence/reason.ts'
import type { Step } from '../../lab/lab.ts'
import type { Plan, StepPlan } from '../../plan/plan.ts'
import type { Session } from '../session.ts'

/** Makes the steps of a lab true. Verdicts depend on what was observed, never on the actor. */
export interface Actor {
  /** Whether it takes as long as it likes: a person does, and no time limit of the lab applies. Default: false. */
  readonly untimed?: true
  /** Whether it finds out itself what the lab needs and the machine lacks: a person has a prompt first. Default: false. */
  readonly findsNeeds?: true
  /** Acts until there is nothing left to do. Resolves to why it stopped before the last step. Rejects if the machine fails. */
  perform(plan: Plan, session: Session, stage: Stage): Promise<Reason | undefined>
}

/** Where the steps of an attempt are judged and reported, one after another. */
export interface Stage {
  begin(step: Step): void
  /** Judges a step by all that was seen of it. Returns whether the attempt goes on. */
  end(evidence: StepEvidence): boolean
  /** Keeps a record of what is done by hand with the evidence; it may still grow. */
  keep(hand: HandRecord): void
}

/** An actor that performs each step as a whole, and gives its evidence. `act` never throws: an error ends the step with a reason. */
export const stepByStep = (act: (step: StepPlan, session: Session) => Promise<StepEvidence>): Actor => ({
  async perform({ steps }, session, stage) {
    for (const each of steps) {
      stage.begin(each.step)
      if (!stage.end(await act(each, session))) break
    }
    return undefined
  },
})
