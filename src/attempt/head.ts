import type { Lab, Step } from '../lab/lab.ts'
import type { LabHead, StepHead } from './event.ts'

/** What reports show of a lab before anything has run. */
export function labHead({ id, file, title, about, claims, reads, vars, steps }: Lab): LabHead {
  const checks = steps.reduce((sum, { expect }) => sum + expect.length, 0)
  return { id, file, title, about, claims, reads, vars, checks }
}

export function stepHead({ id, text, task, as, expect }: Step): StepHead {
  const checks = expect.map(check => check.id)
  return { id, text, checks, ...(task === undefined ? {} : { task }), ...(as === undefined ? {} : { as }) }
}
