import type { Lab, Wrong } from '../lab/lab.ts'
import { notShown, shown, unfinished, unjudged } from './case.ts'
import type { CellResult } from './cell.ts'
import type { ProofCase } from './proof.ts'

/** The lab with this mistake. */
export function wrongLab(lab: Lab, { run, in: places = {} }: Wrong): Lab {
  const steps = lab.steps.map(step => ({
    ...step,
    in: places[step.id] ?? step.in,
    run: run[step.id] ?? step.run,
  }))
  return { ...lab, steps }
}

/** The named check catches a wrong solution, and its message contains what the author wants the learner to read. */
export function wrongCase({ text, caught, says, at }: Wrong, index: number, result: CellResult): ProofCase {
  const head = { proof: 'wrong', name: `${index + 1}: ${text}`, at } as const
  const verdict = result.verdicts[caught]
  if (!result.caughtBy.includes(caught))
    return (
      unfinished(head, result) ?? unjudged(head, result) ?? notShown(head, 'wrong-passed', { check: caught })
    )
  const message = verdict?.message ?? ''
  return message.includes(says)
    ? shown(head, `${caught}: ${message}`)
    : notShown(head, 'wrong-words', { says, message })
}
