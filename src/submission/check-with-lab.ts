import type { Lab } from '../lab/lab.ts'
import { suggest } from '../lab/suggest.ts'
import { pidNamesIn } from './pid-name.ts'
import { type Complain, complainer, type SubmissionProblem } from './problem.ts'
import type { Submission, SubmittedStep } from './submission.ts'

/** Everything of a submission that does not fit its lab: unknown steps and names, steps in another order, another lab. */
export function problemsWithLab(
  submission: Submission,
  lab: Pick<Lab, 'id' | 'steps'>,
  file: string,
): readonly SubmissionProblem[] {
  const { problems, complain } = complainer(file)
  if (submission.lab !== undefined && submission.lab !== lab.id)
    complain('other-lab', undefined, { found: submission.lab, lab: lab.id })
  checkSteps(submission.steps, lab, complain)
  checkNames(submission.steps, lab, complain)
  return problems
}

function checkSteps(
  steps: readonly SubmittedStep[],
  lab: Pick<Lab, 'id' | 'steps'>,
  complain: Complain,
): void {
  const known = lab.steps.map(({ id }) => id)
  let reached = -1
  for (const { id, at } of steps) {
    const index = known.indexOf(id)
    if (index < 0)
      complain('unknown-step', at, {
        step: id,
        lab: lab.id,
        meant: suggest(id, known),
        known: known.join(', '),
      })
    else if (index < reached) complain('step-order', at, { step: id, after: known[reached] ?? '' })
    reached = Math.max(reached, index)
  }
}

function checkNames(steps: readonly SubmittedStep[], lab: Pick<Lab, 'steps'>, complain: Complain): void {
  const known = [...new Set(lab.steps.flatMap(({ as }) => as ?? []))]
  for (const { text, at } of steps.flatMap(({ lines }) => lines))
    for (const name of new Set(pidNamesIn(text)))
      if (!known.includes(name))
        complain('unknown-name', at, { name, meant: suggest(name, known), known: known.join(', ') })
}
