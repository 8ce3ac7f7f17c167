import { resolved } from '../attempt/rejudge.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Lab } from '../lab/lab.ts'
import { onGround } from '../plan/ground.ts'
import { judgeLab } from '../verdict/judge.ts'
import { type Outcome, overallOutcome } from '../verdict/verdict.ts'

/** The outcome of an attempt as a whole, from its evidence. */
export function outcomeOf(lab: Lab, evidence: Evidence): Outcome {
  const { ended, machine } = evidence
  const grounded = onGround(lab, machine)
  const outcomes = judgeLab(grounded, resolved(grounded, evidence)).map(({ outcome }) => outcome)
  return overallOutcome(ended ? [...outcomes, ended.kind] : outcomes)
}
