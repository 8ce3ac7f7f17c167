import type { Lab, Wrong } from '../lab/lab.ts'
import { notShown, shown, unfinished } from './case.ts'
import type { CellResult } from './cell.ts'
import type { ProofCase } from './proof.ts'

/** The lab as somebody does it who misunderstood. */
export function wrongLab(lab: Lab, { run }: Wrong): Lab {
  return { ...lab, steps: lab.steps.map(step => ({ ...step, run: run[step.id] ?? step.run })) }
}

/** A wrong solution is caught by the check it names, and the learner is told what helps. */
export function wrongCase({ text, caught, says, at }: Wrong, index: number, result: CellResult): ProofCase {
  const head = { proof: 'wrong', name: `${index + 1}: ${text}`, at } as const
  const verdict = result.verdicts[caught]
  if (!result.caughtBy.includes(caught))
    return unfinished(head, result) ?? notShown(head, 'wrong-passed', { check: caught })
  const message = verdict?.message ?? ''
  return message.includes(says)
    ? shown(head, `${caught}: ${message}`)
    : notShown(head, 'wrong-words', { says, message })
}
