import type { Lab } from '../lab/lab.ts'
import type { Submission } from '../submission/submission.ts'

/**
 * A lab as submissions are judged by it. It asks no questions: a fresh machine has other numbers, so what was answered in another one is
 * neither right nor wrong. What is `given` earns nothing: it holds before anything was done.
 */
export const gradedLab = (lab: Lab): Lab => ({
  ...lab,
  steps: lab.steps.map(({ question: _, ...step }) => ({
    ...step,
    expect: step.expect.map(check => (check.given === undefined ? check : { ...check, points: 0 })),
  })),
})

/** A submission without what was seen of its answers. */
export function withoutAnswers(submission: Submission, { steps }: Lab): Submission {
  const questions = new Set(steps.flatMap(({ question }) => (question ? [question.id] : [])))
  const { seen, ...rest } = submission
  if (!seen) return submission
  return {
    ...rest,
    seen: Object.fromEntries(Object.entries(seen).filter(([check]) => !questions.has(check))),
  }
}
