import type { Equivalent, Lab } from '../lab/lab.ts'
import { suggest } from '../lab/suggest.ts'
import { advice } from './advice.ts'
import { notShown, shown, unfinished, unjudged } from './case.ts'
import type { CellResult } from './cell.ts'
import { difference } from './difference.ts'
import type { Mutant } from './mutant.ts'
import type { ProofCase } from './proof.ts'
import { refusedLimit } from './run-again.ts'

/**
 * A mutant is caught when a check fails, or when the kernel refuses it outright. A check that could not be judged and a run that
 * timed out decide nothing.
 */
export function mutantCase(lab: Lab, mutant: Mutant, result: CellResult): ProofCase {
  const head = { proof: 'mutant', name: mutant.id, at: placeOf(lab, mutant) } as const
  const [check] = result.caughtBy
  if (check !== undefined) return shown(head, `${check} fails: ${result.verdicts[check]?.message}`)
  const refused = refusedLimit(result)
  if (refused !== undefined) return shown(head, `the kernel refuses it: ${refused}`)
  return { ...uncaught(lab, mutant, result), diff: difference(lab, mutant.lab) }
}

function uncaught(lab: Lab, mutant: Mutant, result: CellResult): ProofCase {
  const head = { proof: 'mutant', name: mutant.id, at: placeOf(lab, mutant) } as const
  const { how } = mutant
  const cut = unfinished(head, result)
  if (cut) return cut
  if (result.overdue.length > 0)
    return notShown(head, 'overdue', { how, steps: result.overdue.join(', ') }, 'error')
  const survived = { how, advice: advice(lab, mutant), mutant: mutant.id }
  return unjudged(head, result) ?? notShown(head, 'survived', survived)
}

/** A mutant that is declared equivalent runs like any other, so that the declaration stays true. */
export function equivalentCase(
  lab: Lab,
  { mutant: name, why, at }: Equivalent,
  mutants: readonly Mutant[],
  result: CellResult | undefined,
): ProofCase {
  const head = { proof: 'equivalent', name, at } as const
  const mutant = mutants.find(({ id }) => id === name)
  if (!mutant || !result) {
    const meant = suggest(
      name,
      mutants.map(({ id }) => id),
    )
    return notShown(head, 'unknown-mutant', { meant })
  }
  const [check] = result.caughtBy
  if (check !== undefined)
    return {
      ...notShown(head, 'not-equivalent', { check, message: result.verdicts[check]?.message ?? '' }),
      diff: difference(lab, mutant.lab),
    }
  const told = uncaught(lab, mutant, result)
  return told.outcome === 'fail' ? shown(head, 'no check fails', why) : { ...told, ...head }
}

function placeOf({ steps, file }: Lab, { step }: Mutant) {
  return steps.find(({ id }) => id === step)?.at ?? { file, line: 1, column: 1 }
}
