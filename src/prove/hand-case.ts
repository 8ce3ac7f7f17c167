import type { Lab, Wrong } from '../lab/lab.ts'
import { vmGround } from '../plan/ground.ts'
import { askedByHand } from '../resolve/asked-by-hand.ts'
import { referenceSubmission } from '../submission/reference.ts'
import { failures, type Head, notShown, shown, unfinished, unjudged } from './case.ts'
import type { Cell, CellResult } from './cell.ts'
import { difference } from './difference.ts'
import type { Mutant } from './mutant.ts'
import type { ProofCase } from './proof.ts'
import { refusedLimit } from './run-again.ts'
import { wrongLab } from './wrong-case.ts'

/** A run of a proof by hand, and what its result shows. */
export interface HandRun {
  readonly cell: Cell
  readonly judge: (result: CellResult) => ProofCase
}

/** The lab by hand, with its own lines and with none. */
export function soundRuns(lab: Lab): HandRun[] {
  return [
    {
      cell: byHand(lab, lab),
      judge: result => {
        const head = headOf(lab, 'the lab itself')
        const failed = failures(result).join('; ')
        const cut =
          unfinished(head, result) ?? (result.caughtBy.length > 0 ? undefined : unjudged(head, result))
        if (cut) return cut
        return failed === '' ? shown(head, 'every step is done') : notShown(head, 'not-by-hand', { failed })
      },
    },
    {
      cell: byHand(lab),
      judge: result => {
        const head = headOf(lab, 'nothing typed')
        const done = doneSteps(lab, result).filter(({ expect }) =>
          expect.some(({ given }) => given === undefined),
        )
        const steps = done.map(({ id }) => id).join(', ')
        const cut = unfinished(head, result)
        if (cut) return cut
        return steps === '' ? shown(head, 'no step is done') : notShown(head, 'done-by-nobody', { steps })
      },
    },
  ]
}

/** A mutant, typed; undefined if its lines are those of the lab. */
export function mutantRun(lab: Lab, mutant: Mutant): HandRun | undefined {
  if (linesOf(mutant.lab) === linesOf(lab)) return undefined
  return {
    cell: byHand(lab, mutant.lab),
    judge: result => {
      const told = openCase(headOf(lab, mutant.id), result, head =>
        notShown(head, 'survived-by-hand', { how: mutant.how }),
      )
      return told.outcome === 'pass' ? told : { ...told, diff: difference(lab, mutant.lab) }
    },
  }
}

/** A wrong solution, typed. */
export function wrongRun(lab: Lab, wrong: Wrong, index: number): HandRun {
  const head = { proof: 'hand', name: `wrong ${index + 1}: ${wrong.text}`, at: wrong.at } as const
  return {
    cell: byHand(lab, wrongLab(lab, wrong)),
    judge: result => openCase(head, result, head => notShown(head, 'wrong-by-hand', undefined)),
  }
}

const linesOf = (lab: Lab) => JSON.stringify(referenceSubmission(lab, vmGround))

const byHand = (lab: Lab, typed?: Lab): Cell => ({
  lab: askedByHand(lab),
  manner: 'by-hand',
  round: 0,
  ...(typed && { typed }),
})

/** Whether a step was left open, or the kernel refused what was typed. */
function openCase(head: Head, result: CellResult, survived: (head: Head) => ProofCase): ProofCase {
  const [check] = result.caughtBy
  if (check !== undefined) return shown(head, `${check} fails: ${result.verdicts[check]?.message}`)
  const refused = refusedLimit(result)
  if (refused !== undefined) return shown(head, `the kernel refuses it: ${refused}`)
  const open = Object.entries(result.verdicts).find(([, { outcome }]) => outcome !== 'pass')
  if (open && result.overdue.length > 0) return shown(head, `${open[0]} does not pass: ${open[1].message}`)
  return unfinished(head, result) ?? unjudged(head, result) ?? survived(head)
}

function doneSteps({ steps }: Lab, { verdicts }: CellResult) {
  return steps.filter(({ expect }) => expect.every(({ id }) => verdicts[id]?.outcome === 'pass'))
}

function headOf({ file, steps }: Lab, name: string): Head {
  return { proof: 'hand', name, at: steps[0]?.at ?? { file, line: 1, column: 1 } }
}
