import type { Check, Lab } from '../lab/lab.ts'
import { definitionOf } from '../subject/subject.ts'

/**
 * What a lab asks of what is handed in. At a terminal standard error is not a text of its own, and a fresh machine has other answers to
 * its questions.
 */
export function askedByHand(lab: Lab): Lab {
  const isLeft = ({ subject }: Check) => definitionOf(subject).record?.isOnTerminal?.(subject) ?? true
  const dropped = new Set(
    lab.steps.flatMap(({ expect }) => expect.filter(check => !isLeft(check)).map(({ id }) => id)),
  )
  const steps = lab.steps.map(({ question: _, ...step }) => ({
    ...step,
    expect: step.expect
      .filter(isLeft)
      .map(check => ({ ...check, depends: check.depends.filter(id => !dropped.has(id)) })),
  }))
  return { ...lab, steps }
}
