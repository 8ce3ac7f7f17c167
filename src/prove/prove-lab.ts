import type { Lab } from '../lab/lab.ts'
import type { Cell, CellResult } from './cell.ts'
import { checkCases } from './check-case.ts'
import type { Mutant } from './mutant.ts'
import { equivalentCase, mutantCase } from './mutant-case.ts'
import { mutantsOf } from './mutate.ts'
import { pristineCases } from './pristine-case.ts'
import type { LabProof, ProofCase } from './proof.ts'
import { leakCase, referenceCases } from './reference-case.ts'
import { labsToRun } from './seed.ts'
import { wrongCase, wrongLab } from './wrong-case.ts'

/** A cell that was run, or whose result was still known. */
export interface Ran {
  readonly result: CellResult
  readonly remembered: boolean
  /** It showed what it should: the result may be remembered, and need not be had again. */
  remember(): Promise<void>
  /** It did not: the evidence is kept under this name, and where it is told. Undefined where there is none. */
  keep(name: string): Promise<string | undefined>
}

export interface ProofRequest {
  /** The lab with the variables of a seed. */
  readonly draw: (seed: string) => Lab
  readonly seed: string
  /** How often the lab itself is run at least. */
  readonly repeat: number
  readonly run: (cell: Cell) => Promise<Ran>
}

/**
 * Proves one lab. First it must fail where nothing was done, and pass as it is written, each time and with every value it can
 * draw. Only then are its mutants tried: each up to the step in which a check catches it, since that is all that has to be known
 * of it. A check that has caught nothing by then may only not have been reached: mutants that were cut short before it are run to
 * the end, those changed nearest to it first, until it has caught one or there is none left.
 */
export async function proveLab({ draw, seed, repeat, run }: ProofRequest): Promise<LabProof> {
  const count = { made: 0, remembered: 0, ms: 0 }
  const counted = async (cell: Cell) => {
    const ran = await run(cell)
    if (ran.remembered) count.remembered++
    else {
      count.made++
      count.ms += ran.result.ms
    }
    return ran
  }
  const labs = labsToRun(draw, seed, repeat)
  const [lab] = labs
  const first = await firstCases(labs, counted)
  const isSound = first.every(({ proof, outcome }) => proof !== 'reference' || outcome === 'pass')
  const cases = isSound ? [...first, ...(await furtherCases(lab, counted))] : first
  const { id, file, title } = lab
  return { lab: { id, file, title }, cases, ...count }
}

type Run = ProofRequest['run']

async function firstCases(labs: readonly [Lab, ...Lab[]], run: Run): Promise<ProofCase[]> {
  const [lab] = labs
  const [pristine, ...references] = await Promise.all([
    run({ lab, manner: 'pristine', round: 0 }),
    ...labs.map((drawn, round) => run({ lab: drawn, manner: 'whole', round })),
  ])
  const results = references.map(({ result }) => result)
  const leak = leakCase(lab, results)
  const judged = referenceCases(labs, results)
  return [
    ...(await settleAll(pristineCases(lab, pristine.result), pristine, 'pristine')),
    ...(await Promise.all(
      references.map((ran, index) => settle(judged[index] as ProofCase, ran, ran.result.leaks.length === 0)),
    )),
    leak,
  ]
}

async function furtherCases(lab: Lab, run: Run): Promise<ProofCase[]> {
  const all = mutantsOf(lab)
  const declared = new Set(lab.equivalent?.map(({ mutant }) => mutant))
  const mutants = all.filter(({ id }) => !declared.has(id))
  const [tried, equivalents, wrongs] = await Promise.all([
    Promise.all(mutants.map(mutant => tryMutant(mutant, run))),
    Promise.all(
      (lab.equivalent ?? []).map(async each => {
        const mutant = all.find(({ id }) => id === each.mutant)
        const ran = mutant && (await run({ lab: mutant.lab, manner: 'whole', round: 0 }))
        return settle(equivalentCase(lab, each, all, ran?.result), ran)
      }),
    ),
    Promise.all(
      (lab.wrong ?? []).map(async (wrong, index) => {
        const ran = await run({ lab: wrongLab(lab, wrong), manner: 'whole', round: 0 })
        return { result: ran.result, told: await settle(wrongCase(wrong, index, ran.result), ran) }
      }),
    ),
  ])
  const results = [...tried, ...wrongs].map(({ result }) => result)
  return [
    ...(await Promise.all(
      tried.map(({ mutant, ran, result }) => settle(mutantCase(lab, mutant, result), ran)),
    )),
    ...checkCases(lab, mutants.length, [...results, ...(await furtherResults(lab, tried, results, run))]),
    ...equivalents,
    ...wrongs.map(({ told }) => told),
  ]
}

interface Tried {
  readonly mutant: Mutant
  readonly ran: Ran
  readonly result: CellResult
}

async function tryMutant(mutant: Mutant, run: Run): Promise<Tried> {
  const ran = await run({ lab: mutant.lab, manner: 'until-caught', round: 0 })
  return { mutant, ran, result: ran.result }
}

/** Mutants that were cut short go on to the end, as long as a check after that has caught nothing. */
async function furtherResults(
  lab: Lab,
  tried: readonly Tried[],
  known: readonly CellResult[],
  run: Run,
): Promise<CellResult[]> {
  const further: CellResult[] = []
  const left = new Set(tried)
  const order = lab.steps.map(({ id }) => id)
  for (const check of lab.steps.flatMap(({ expect }) => expect)) {
    const step = lab.steps.findIndex(({ expect }) => expect.includes(check))
    const nearestFirst = [...left]
      .filter(({ mutant }) => order.indexOf(mutant.step) <= step)
      .sort((a, b) => order.indexOf(b.mutant.step) - order.indexOf(a.mutant.step))
    for (const each of nearestFirst) {
      if (
        check.given !== undefined ||
        [...known, ...further].some(({ caughtBy }) => caughtBy.includes(check.id))
      )
        break
      if (check.id in each.result.verdicts) continue
      left.delete(each)
      const ran = await run({ lab: each.mutant.lab, manner: 'whole', round: 0 })
      await ran.remember()
      further.push(ran.result)
    }
  }
  return further
}

/** What was shown is remembered; of what was not, the evidence is kept. */
async function settle(told: ProofCase, ran: Ran | undefined, isClean = true): Promise<ProofCase> {
  if (!ran) return told
  if (told.outcome === 'pass') {
    if (isClean) await ran.remember()
    return told
  }
  const evidence = await ran.keep(`${told.proof}.${told.name}`)
  return evidence === undefined ? told : { ...told, evidence }
}

async function settleAll(told: readonly ProofCase[], ran: Ran, name: string): Promise<readonly ProofCase[]> {
  if (told.every(({ outcome }) => outcome === 'pass')) {
    await ran.remember()
    return told
  }
  const evidence = await ran.keep(name)
  return told.map(each => (each.outcome === 'pass' || evidence === undefined ? each : { ...each, evidence }))
}
