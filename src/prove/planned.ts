import type { Lab } from '../lab/lab.ts'
import type { Digest } from '../runtime/runtime.ts'
import type { Cell } from './cell.ts'
import { cellKey } from './cell-key.ts'
import { mutantRun, soundRuns, wrongRun } from './hand-case.ts'
import type { Mutant } from './mutant.ts'
import { mutantsOf } from './mutate.ts'
import { wrongLab } from './wrong-case.ts'

/** The lab on an untouched machine. */
export const pristineCell = (lab: Lab): Cell => ({ lab, manner: 'pristine', round: 0 })

/** A lab, or what was made of one, to its end. */
export const wholeCell = (lab: Lab, round = 0): Cell => ({ lab, manner: 'whole', round })

/** A mutant, until a check catches it. */
export const mutantCell = ({ lab }: Mutant): Cell => ({ lab, manner: 'until-caught', round: 0 })

/** Something that a proof shows, with the runs that it takes at least. */
export interface Planned {
  readonly name: string
  readonly cells: readonly Cell[]
  /** Text other than the cells that decides whether it is shown. */
  readonly judgedBy?: readonly string[]
}

/** Everything that a proof has to show of a lab; `labs` are those of the reference runs, and mutants are made of the first. */
export function planned(labs: readonly [Lab, ...Lab[]]): Planned[] {
  const [lab] = labs
  const { equivalent = [], wrong = [] } = lab
  const mutants = mutantsOf(lab)
  const known = new Set(mutants.map(({ id }) => id))
  const declared = new Set(equivalent.map(({ mutant }) => mutant))
  const [typed, untyped] = soundRuns(lab).map(({ cell }) => cell)
  return [
    { name: 'untouched machine', cells: [pristineCell(lab)], judgedBy: givenChecks(lab) },
    ...labs.map((lab, index) => ({ name: `reference ${index + 1}`, cells: [wholeCell(lab)] })),
    { name: 'by hand', cells: typed ? [typed] : [] },
    { name: 'nothing typed', cells: untyped ? [untyped] : [] },
    ...mutants.map(mutant => ({
      name: mutant.id,
      cells: declared.has(mutant.id)
        ? [wholeCell(mutant.lab)]
        : [mutantCell(mutant), ...handCell(mutantRun(lab, mutant))],
    })),
    ...wrong.map((wrong, index) => ({
      name: `wrong ${index + 1}`,
      cells: [wholeCell(wrongLab(lab, wrong)), ...handCell(wrongRun(lab, wrong, index))],
      judgedBy: [wrong.caught, wrong.says],
    })),
    ...[...declared].filter(id => !known.has(id)).map(name => ({ name, cells: [] })),
  ]
}

/** A short digest of everything that each part of a proof depends on, by the name of the part. */
export function plannedKeys(labs: readonly [Lab, ...Lab[]], digest: Digest): Record<string, string> {
  return Object.fromEntries(
    planned(labs).map(({ name, cells, judgedBy = [] }) => [
      name,
      digest(JSON.stringify([cells.map(cellKey), judgedBy])).slice(0, 8),
    ]),
  )
}

const handCell = (run: { cell: Cell } | undefined) => (run ? [run.cell] : [])

const givenChecks = ({ steps }: Lab) =>
  steps.flatMap(({ expect }) => expect.filter(({ given }) => given !== undefined).map(({ id }) => id))
