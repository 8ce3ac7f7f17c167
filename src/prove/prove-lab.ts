import { isOfWork, judgedOf } from '../lab/judged.ts'
import type { Equivalent, Lab, Wrong } from '../lab/lab.ts'
import type { Cell, CellResult } from './cell.ts'
import { checkCases } from './check-case.ts'
import { type HandRun, mutantRun, soundRuns, wrongRun } from './hand-case.ts'
import type { Mutant } from './mutant.ts'
import { equivalentCase, mutantCase } from './mutant-case.ts'
import { mutantsOf } from './mutate.ts'
import { longestTimes } from './pace.ts'
import { mutantCell, pristineCell, wholeCell } from './planned.ts'
import { pristineCases } from './pristine-case.ts'
import type { LabProof, ProofCase } from './proof.ts'
import { isPassed, leakCase, referenceCases } from './reference-case.ts'
import { type Found, mostRuns, paced, type Ran, type Run, runAgain, withoutBreakdown } from './run-again.ts'
import { type Draws, labsToRun } from './seed.ts'
import { wrongCase, wrongLab } from './wrong-case.ts'

export interface ProofRequest extends Draws {
  readonly seed: string
  /** The minimum number of runs of the lab itself. */
  readonly repeat: number
  readonly run: Run
}

/**
 * Proves one lab. It must fail on an untouched machine, and pass as written, every time and with every value it can draw. Only
 * then are its mutants run, each until a check catches it. A check that has caught nothing by then may simply not have been
 * reached: mutants that stopped before it are run to the end, those changed nearest to it first, until it catches one.
 */
export async function proveLab({ seed, repeat, run, ...draws }: ProofRequest): Promise<LabProof> {
  const count = { made: 0, remembered: 0, ms: 0 }
  let release: string | undefined
  const counted = async (cell: Cell) => {
    const ran = await run(cell)
    release ??= ran.result.release
    if (ran.remembered) count.remembered++
    else {
      count.made++
      count.ms += ran.result.ms
    }
    return ran
  }
  const steady = withoutBreakdown(counted)
  const labs = labsToRun(draws, seed, repeat)
  const [lab] = labs
  const [drawn, ...typed] = await Promise.all([
    firstCases(labs, steady),
    ...soundRuns(lab).map(({ cell, judge }) => runAndSettle(cell, steady, judge)),
  ])
  const first = [...drawn.cases, ...typed.map(({ told }) => told)]
  const isSound = first.every(({ proof, outcome }) => proof !== 'reference' || outcome === 'pass')
  const isDone = typed.every(({ told }) => told.outcome === 'pass')
  const byHand = isDone ? longestTimes(typed.map(({ ran }) => ran.result.took)) : {}
  const hurried = paced(steady, { performed: drawn.took, byHand })
  const cases = isSound ? [...first, ...(await furtherCases(lab, steady, hurried))] : first
  const { id, file, title } = lab
  return { lab: { id, file, title }, cases, ...count, ...(release !== undefined && { release }) }
}

async function firstCases(labs: readonly [Lab, ...Lab[]], run: Run) {
  const [lab] = labs
  const [pristine, ...first] = await Promise.all([
    run(pristineCell(lab)),
    ...labs.map(async (lab, round) => ({ lab, ran: await run(wholeCell(lab, round)) })),
  ])
  const references = [...first, ...(await repeatFailed(first, run))]
  const runs = references.map(({ lab, ran }) => ({ lab, result: ran.result }))
  const judged = referenceCases(runs)
  const cases: ProofCase[] = [
    ...(await settleAll(pristineCases(lab, pristine.result), pristine, 'pristine')),
    ...(await Promise.all(
      references.map(({ ran }, index) =>
        settle(judged[index] as ProofCase, ran, ran.result.leaks.length === 0),
      ),
    )),
    leakCase(
      lab,
      runs.map(({ result }) => result),
    ),
  ]
  return { cases, took: longestTimes(runs.map(({ result }) => result.took)) }
}

/** Runs a lab that has only failed so far again, to distinguish a lab that fails with these values from a flaky one. */
async function repeatFailed(first: readonly { lab: Lab; ran: Ran }[], run: Run) {
  const passed = ({ lab, ran }: (typeof first)[number]) => isPassed({ lab, result: ran.result })
  const again = await Promise.all(
    [...new Set(first.map(({ lab }) => lab))].map(async lab => {
      const own = first.filter(each => each.lab === lab)
      const more: typeof own = []
      const isOpen = () => {
        const last = [...own, ...more].at(-1)
        return !own.some(passed) && last && !passed(last) && !last.ran.result.ended
      }
      while (own.length + more.length < mostRuns && isOpen()) {
        const round = first.length * (more.length + 1) + first.findIndex(each => each.lab === lab)
        more.push({ lab, ran: await run(wholeCell(lab, round)) })
      }
      return more
    }),
  )
  return again.flat()
}

/** `hurried` gives no run more time than the lab itself takes: for what is expected to fail. */
async function furtherCases(lab: Lab, run: Run, hurried: Run): Promise<ProofCase[]> {
  const all = mutantsOf(lab)
  const declared = new Set(lab.equivalent?.map(({ mutant }) => mutant))
  const mutants = all.filter(({ id }) => !declared.has(id))
  const ofMutants = mutants.map(mutant => tryMutant(lab, mutant, hurried))
  const ofWrong = (lab.wrong ?? []).map((wrong, index) => tryWrong(lab, wrong, index, run))
  const [tried, wrongs, equivalents, byHand] = await Promise.all([
    Promise.all(ofMutants),
    Promise.all(ofWrong),
    Promise.all((lab.equivalent ?? []).map(each => tryEquivalent(lab, each, all, run))),
    Promise.all([
      ...mutants.map((mutant, index) => byHandOnceCaught(ofMutants[index], mutantRun(lab, mutant), hurried)),
      ...(lab.wrong ?? []).map((wrong, index) =>
        byHandOnceCaught(ofWrong[index], wrongRun(lab, wrong, index), hurried),
      ),
    ]),
  ])
  const results = [...tried, ...wrongs].flatMap(({ results }) => results)
  const further = await furtherResults(lab, tried, results, hurried)
  return [
    ...tried.map(({ told }) => told),
    ...checkCases(lab, mutants.length, [...results, ...further]),
    ...equivalents,
    ...wrongs.map(({ told }) => told),
    ...byHand.flat(),
  ]
}

/** What no check of the lab sees is reported already, and is not typed as well. */
async function byHandOnceCaught(
  caught: Promise<Found> | undefined,
  hand: HandRun | undefined,
  run: Run,
): Promise<ProofCase[]> {
  if (!hand || (await caught)?.told.outcome !== 'pass') return []
  return [(await runAndSettle(hand.cell, run, hand.judge)).told]
}

interface Tried extends Found {
  readonly mutant: Mutant
}

async function tryMutant(lab: Lab, mutant: Mutant, run: Run): Promise<Tried> {
  const found = await runAndSettle(mutantCell(mutant), run, result => mutantCase(lab, mutant, result))
  return { mutant, ...found }
}

async function tryEquivalent(
  lab: Lab,
  each: Equivalent,
  mutants: readonly Mutant[],
  run: Run,
): Promise<ProofCase> {
  const mutant = mutants.find(({ id }) => id === each.mutant)
  if (!mutant) return equivalentCase(lab, each, mutants, undefined)
  const judge = (result: CellResult) => equivalentCase(lab, each, mutants, result)
  return (await runAndSettle(wholeCell(mutant.lab), run, judge)).told
}

function tryWrong(lab: Lab, wrong: Wrong, index: number, run: Run): Promise<Found> {
  return runAndSettle(wholeCell(wrongLab(lab, wrong)), run, result => wrongCase(wrong, index, result))
}

/** Settles each result at once, so that an interrupted proof keeps what it has shown. */
async function runAndSettle(...[cell, run, judge]: Parameters<typeof runAgain>): Promise<Found> {
  const found = await runAgain(cell, run, judge)
  return { ...found, told: await settle(found.told, found.ran) }
}

/** Runs mutants that were stopped early to the end, while a later check has caught nothing. */
async function furtherResults(
  lab: Lab,
  tried: readonly Tried[],
  known: readonly CellResult[],
  run: Run,
): Promise<CellResult[]> {
  const further: CellResult[] = []
  const left = new Set(tried)
  const order = lab.steps.map(({ id }) => id)
  for (const check of lab.steps.flatMap(judgedOf)) {
    const step = lab.steps.findIndex(step => judgedOf(step).includes(check))
    const nearestFirst = [...left]
      .filter(({ mutant }) => order.indexOf(mutant.step) <= step)
      .sort((a, b) => order.indexOf(b.mutant.step) - order.indexOf(a.mutant.step))
    for (const each of nearestFirst) {
      if (!isOfWork(check) || [...known, ...further].some(({ caughtBy }) => caughtBy.includes(check.id)))
        break
      if (check.id in each.ran.result.verdicts) continue
      left.delete(each)
      const ran = await run(wholeCell(each.mutant.lab))
      await ran.remember()
      further.push(ran.result)
    }
  }
  return further
}

/** Remembers what was shown, and keeps the evidence of what was not. */
async function settle(told: ProofCase, ran: Ran, isClean = true): Promise<ProofCase> {
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
