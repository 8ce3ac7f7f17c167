import { judgedOf } from '../lab/judged.ts'
import type { Lab } from '../lab/lab.ts'
import { askedByHand } from '../resolve/asked-by-hand.ts'
import type { Submission } from '../submission/submission.ts'

/** A lab as submissions are judged by it: what it asks by hand. What is `given` earns nothing, since it holds before anything was done. */
export function gradedLab(lab: Lab): Lab {
  const asked = askedByHand(lab)
  const steps = asked.steps.map(step => ({
    ...step,
    expect: step.expect.map(check => (check.given === undefined ? check : { ...check, points: 0 })),
  }))
  return { ...asked, steps }
}

/** A submission without what was seen of anything that its lab asks, but not of it. */
export function withoutUnasked(submission: Submission, lab: Lab): Submission {
  const { seen, ...rest } = submission
  if (!seen) return submission
  const asked = new Set(idsOf(askedByHand(lab)))
  const unasked = new Set(idsOf(lab).filter(id => !asked.has(id)))
  return { ...rest, seen: Object.fromEntries(Object.entries(seen).filter(([check]) => !unasked.has(check))) }
}

const idsOf = ({ steps }: Lab) => steps.flatMap(judgedOf).map(({ id }) => id)
