import type { Check, Lab } from '../lab/lab.ts'

/** What a lab asks of somebody at a terminal, where standard error is not a text of its own. */
export function askedByHand(lab: Lab): Lab {
  const isLeft = ({ subject }: Check) => subject.kind !== 'output' || subject.stream !== 'stderr'
  const dropped = new Set(
    lab.steps.flatMap(({ expect }) => expect.filter(check => !isLeft(check)).map(({ id }) => id)),
  )
  if (dropped.size === 0) return lab
  const steps = lab.steps.map(step => ({
    ...step,
    expect: step.expect
      .filter(isLeft)
      .map(check => ({ ...check, depends: check.depends.filter(id => !dropped.has(id)) })),
  }))
  return { ...lab, steps }
}
