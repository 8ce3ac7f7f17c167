import type { Step } from '../../lab/lab.ts'
import type { Change } from '../mutant.ts'
import { limitCheck } from '../proposed-check.ts'

/** Leaves out one limit of `in.limits`, or `swap: 0`. A limit that `run` writes is left out with its line. */
export function withoutLimit(step: Step): Change[] {
  return Object.entries(step.in.limits).map(([name, { written }]) => {
    const { [name]: _, ...limits } = step.in.limits
    return {
      word: `without-${name}`,
      how: `does not write ${name}`,
      ...limitCheck(step.in.cgroup, name, written),
      steps: [{ ...step, in: { ...step.in, limits } }],
    }
  })
}
