import { isOfWork, judgedOf } from '../lab/judged.ts'
import type { Lab } from '../lab/lab.ts'
import { notShown, shown } from './case.ts'
import type { CellResult } from './cell.ts'
import type { ProofCase } from './proof.ts'

/** Each check of the learner's work fails for a mutant or a wrong solution; that it fails on an untouched machine is not enough. */
export function checkCases({ steps }: Lab, mutants: number, results: readonly CellResult[]): ProofCase[] {
  const checks = steps.flatMap(judgedOf).filter(isOfWork)
  return checks.map(({ id, at }) => {
    const head = { proof: 'check', name: id, at } as const
    const caught = results.filter(({ caughtBy }) => caughtBy.includes(id)).length
    return caught > 0
      ? shown(head, `fails in ${caught} of the runs with a mistake`)
      : notShown(head, 'idle', { mutants })
  })
}
