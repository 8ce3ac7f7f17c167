import type { MachineRecord, StepEvidence } from '../evidence/evidence.ts'
import type { HandLook, HandProcess } from '../evidence/hand.ts'
import type { Check, Lab, Step } from '../lab/lab.ts'
import { judgeStep } from '../verdict/judge.ts'
import type { Outcome, Verdict } from '../verdict/verdict.ts'
import { type Assignment, candidatesIn, isSame, namesIn } from './assignment.ts'
import { type Moment, project } from './project.ts'
import { type Try, triesOf } from './try.ts'

export interface Context {
  readonly lab: Lab
  readonly machine: MachineRecord
  /** Outcomes of the checks of earlier steps, by ID. */
  readonly earlier: ReadonlyMap<string, Outcome>
}

/** What a step comes to at one moment. */
export interface Solution {
  /** Every assignment with which all checks pass, in addition to what earlier steps have decided; none if the step is not done. */
  readonly assignments: readonly Assignment[]
  /** One of them, or else the nearest. */
  readonly nearest: Assignment
  /** The evidence and verdicts of one of them, or else of the nearest: most points, then the youngest processes. */
  readonly evidence: StepEvidence
  readonly verdicts: readonly Verdict[]
}

/** How many assignments are told apart: a fork bomb makes any number of processes. */
const mostAssignments = 256

/** Finds the processes that the names of a step stand for, among those that earlier steps have left. A step is done whether or not its question is answered. */
export function solve(
  { question: _, ...step }: Step,
  moment: Moment,
  priors: readonly Assignment[],
  context: Context,
): Solution {
  const names = [...new Set(step.expect.flatMap(namesIn))]
  const tries = triesOf(moment.commands, step)
  const latest = moment.looks.at(-1) ?? moment.looks[0]
  const right: Assignment[] = []
  let best: (Omit<Solution, 'assignments'> & { points: number; age: number }) | undefined
  for (const [relevant, group] of groupedBy(priors, names)) {
    for (const assignment of extended(relevant, names, step, moment, latest, context)) {
      const found = firstRight(step, moment, assignment, tries, context)
      if (found.isRight) right.push(...group.map(prior => new Map([...prior, ...assignment])))
      const age = Math.max(0, ...[...assignment.values()].map(({ start }) => start))
      if (!best || found.points > best.points || (found.points === best.points && age > best.age))
        best = { ...found, nearest: assignment, age }
    }
  }
  const { nearest, evidence, verdicts } = best ?? {
    nearest: new Map(),
    ...firstRight(step, moment, new Map(), tries, context),
  }
  return { assignments: right.slice(0, mostAssignments), nearest, evidence, verdicts }
}

/** The tries at a step by these processes: the first that is right, or the one with most points. */
function firstRight(
  step: Step,
  moment: Moment,
  assignment: Assignment,
  tries: readonly Try[],
  context: Context,
): { isRight: boolean; points: number; evidence: StepEvidence; verdicts: Verdict[] } {
  let best: ReturnType<typeof firstRight> | undefined
  for (const attempt of tries) {
    const evidence = project(step, moment, assignment, attempt)
    const verdicts = judgeStep(step, evidence, context)
    const passed = verdicts.filter(({ outcome }) => outcome === 'pass')
    const points = passed.reduce((sum, { points }) => sum + points, 0)
    const isRight = passed.length === verdicts.length
    if (!best || isRight || points > best.points) best = { isRight, points, evidence, verdicts }
    if (isRight) break
  }
  return best as ReturnType<typeof firstRight>
}

/** Earlier assignments by what they say of these names. */
function groupedBy(
  priors: readonly Assignment[],
  names: readonly string[],
): Iterable<readonly [Assignment, readonly Assignment[]]> {
  const groups = new Map<string, [Assignment, Assignment[]]>()
  for (const prior of priors) {
    const relevant = new Map(
      names.flatMap(name => {
        const process = prior.get(name)
        return process ? [[name, process] as const] : []
      }),
    )
    const key = [...relevant].map(([name, { pid, start }]) => `${name} ${pid} ${start}`).join()
    const group = groups.get(key) ?? [relevant, []]
    group[1].push(prior)
    groups.set(key, group)
  }
  return groups.values()
}

/** The assignments that also give the other names a process, each by the checks that speak of it alone; the nearest if none is right. */
function extended(
  given: Assignment,
  names: readonly string[],
  step: Step,
  moment: Moment,
  latest: HandLook,
  context: Context,
): readonly Assignment[] {
  let all: Assignment[] = [given]
  for (const name of names.filter(name => !given.has(name))) {
    const checks = step.expect.filter(check => isOf(check, name))
    const candidates = fitting(candidatesIn(latest), name, { ...step, expect: checks }, moment, context)
    if (candidates.length === 0) continue
    all = all.flatMap(one => candidates.map(process => new Map([...one, [name, process]])))
    all = all.slice(0, mostAssignments)
  }
  return all
}

const isOf = (check: Check, name: string) => {
  const names = namesIn(check)
  return names.length === 1 && names[0] === name
}

/** The processes with which most of these checks hold. */
function fitting(
  processes: readonly HandProcess[],
  name: string,
  part: Step,
  moment: Moment,
  context: Context,
): readonly HandProcess[] {
  if (part.expect.length === 0 || processes.length < 2) return processes
  const whole = [moment.commands] as const
  const rated = processes.map(process => ({
    process,
    points: firstRight(part, moment, new Map([[name, process]]), whole, context).points,
  }))
  const most = Math.max(...rated.map(({ points }) => points))
  return rated.filter(({ points }) => points === most).map(({ process }) => process)
}

/** Assignments in which a process that came later takes the place of another. */
export function replacing(priors: readonly Assignment[], name: string, process: HandProcess): Assignment[] {
  return priors.flatMap(prior => {
    const other = prior.get(name)
    return other && !isSame(other, process) ? [new Map([...prior, [name, process]])] : []
  })
}
