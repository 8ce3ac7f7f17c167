import type { Step } from '../../lab/lab.ts'
import type { Change } from '../mutant.ts'

/** Leaves out one limit of `in.limits`, `swap: 0` among them. One that is written by `run` is a line that is left out. */
export function withoutLimit(step: Step): Change[] {
  return Object.keys(step.in.limits).map(name => {
    const { [name]: _, ...limits } = step.in.limits
    return {
      word: `without-${name}`,
      how: `does not write ${name}`,
      touches: { subject: 'cgroup', fact: name },
      steps: [{ ...step, in: { ...step.in, limits } }],
    }
  })
}
