import type { MachineRecord, StepEvidence } from '../evidence/evidence.ts'
import type { HandCommand, HandLook, HandProcess } from '../evidence/hand.ts'
import type { Check, Lab, Step } from '../lab/lab.ts'
import { judgeStep } from '../verdict/judge.ts'
import type { Outcome, Verdict } from '../verdict/verdict.ts'
import {
  type Assignment,
  aliveIn,
  assignmentKey,
  candidatesIn,
  isDistinct,
  isPast,
  isSame,
  isTaken,
  mostAssignments,
  namesIn,
  namesInSteps,
} from './assignment.ts'
import { isEver, type Moment, projector } from './project.ts'
import { dependsOnCommands, type Try, triesOf } from './try.ts'

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

/** How many processes that have ended are considered for a name. */
const mostEnded = 64

/** How much is judged at one moment: tries by one assignment, and samples of all. */
const most = { tries: 200, samples: 2_048 }

const shareOf = (count: number, step: Step, { looks }: Moment) =>
  Math.min(most.tries, Math.floor(most.samples / (count * (isEver(step) ? looks.length : 1))))

/** Finds the processes that the names of a step stand for, among those that earlier steps have left. A step is done whether or not its question is answered. */
export function solve(
  asked: Step,
  moment: Moment,
  priors: readonly Assignment[],
  context: Context,
): Solution {
  const { question: _, ...step } = asked
  const possible = possibleIn(step, moment, priors, context)
  const tries = triesOf(moment.commands, step, shareOf(possible.length, step, moment))
  const right: Assignment[] = []
  let best: (Omit<Solution, 'assignments'> & { points: number; age: number }) | undefined
  for (const { assignment, group } of possible) {
    // Its question may speak of somebody whom only an earlier step has named.
    const known = new Map([...(group[0] ?? []), ...assignment])
    const found = firstRight(step, projector(asked, moment, known), tries, context)
    if (found.isRight && right.length < mostAssignments)
      right.push(...group.map(prior => new Map([...prior, ...assignment])))
    const age = Math.max(0, ...[...assignment.values()].map(({ start }) => start))
    if (!best || found.points > best.points || (found.points === best.points && age > best.age))
      best = { ...found, nearest: assignment, age }
  }
  const { nearest, evidence, verdicts } = best ?? {
    nearest: new Map(),
    ...firstRight(step, projector(asked, moment, new Map()), tries, context),
  }
  return { assignments: right.slice(0, mostAssignments), nearest, evidence, verdicts }
}

/** What a step comes to by its earliest commands. */
export interface Earliest extends Pick<Solution, 'evidence' | 'verdicts'> {
  readonly last: HandCommand
}

/**
 * The step by the earliest commands that complete it: only later ones can count for the next step. Undefined if it does not depend on
 * commands, or those up to `since` were enough.
 */
export function earliest(
  asked: Step,
  moment: Moment,
  assignment: Assignment,
  { since, ...context }: Context & { readonly since: number },
): Earliest | undefined {
  const { question: _, ...step } = asked
  if (!dependsOnCommands(step)) return undefined
  const ends = ({ endedAt = 0 }: HandCommand) => endedAt
  const share = shareOf(1, step, moment)
  const upTo = (end: number) => {
    const commands = moment.commands.filter(command => ends(command) <= end)
    const project = projector(asked, { ...moment, commands }, assignment)
    return firstRight(step, project, triesOf(commands, step, share), context)
  }
  if (upTo(since).isRight) return undefined
  const later = moment.commands.filter(command => ends(command) > since).toSorted((a, b) => ends(a) - ends(b))
  for (const last of later) {
    const { isRight, evidence, verdicts } = upTo(ends(last))
    if (isRight) return { last, evidence, verdicts }
  }
  return undefined
}

interface Possible {
  /** Of the names of the step. */
  readonly assignment: Assignment
  /** The earlier assignments that agree with it. */
  readonly group: readonly Assignment[]
}

/** What the names of a step could stand for; each group of earlier assignments has an equal share of the places. */
function possibleIn(
  step: Step,
  moment: Moment,
  priors: readonly Assignment[],
  context: Context,
): readonly Possible[] {
  const names = namesInSteps([step])
  const groups = [...groupedBy(priors, names)]
  const share = Math.max(1, Math.floor(mostAssignments / groups.length))
  const fit = new Map<string, readonly HandProcess[]>()
  const candidatesOf = (name: string): readonly HandProcess[] => {
    const expect = step.expect.filter(check => isOf(check, name))
    const free = candidatesFor(name, step, moment).filter(process => !isTaken(process, name, priors))
    const known = fit.get(name) ?? fitting(free, name, { ...step, expect }, moment, context)
    fit.set(name, known)
    return known
  }
  return groups.flatMap(([given, group]) =>
    extended(given, names, candidatesOf)
      .map(assignment => ({
        assignment,
        group: group.filter(prior => isDistinct(new Map([...prior, ...assignment]))),
      }))
      .filter(({ group }) => group.length > 0)
      .slice(0, share),
  )
}

/** The tries at a step by these processes: the first that is right, or the one with most points. */
function firstRight(
  step: Step,
  project: ReturnType<typeof projector>,
  tries: readonly Try[],
  context: Context,
): { isRight: boolean; points: number; evidence: StepEvidence; verdicts: Verdict[] } {
  let best: ReturnType<typeof firstRight> | undefined
  for (const attempt of tries) {
    const evidence = project(attempt)
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
    const key = assignmentKey(relevant)
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
  candidatesOf: (name: string) => readonly HandProcess[],
): readonly Assignment[] {
  let all: Assignment[] = [given]
  for (const name of names.filter(name => !given.has(name))) {
    const candidates = candidatesOf(name)
    if (candidates.length === 0) continue
    all = all.flatMap(one => {
      const free = candidates.filter(process => !isTaken(process, name, [one]))
      return free.length > 0 ? free.map(process => new Map([...one, [name, process]])) : [one]
    })
    all = all.slice(0, mostAssignments)
  }
  return all
}

/** The processes that exist and, where a step asks for a moment before or for the end of one, those that have ended in it, the youngest first. */
function candidatesFor(name: string, { expect }: Step, { looks }: Moment): readonly HandProcess[] {
  const [latest, ...earlier] = looks.toReversed() as [HandLook, ...HandLook[]]
  const living = candidatesIn(latest)
  if (!expect.some(check => isPast(check) && namesIn(check).includes(name))) return living
  const ended: HandProcess[] = []
  for (const process of earlier.flatMap(look => candidatesIn(look).toReversed())) {
    if (ended.length === mostEnded) break
    if (!aliveIn(process, latest) && !ended.some(other => isSame(other, process))) ended.push(process)
  }
  return [...living, ...ended]
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
  const tries = triesOf(moment.commands, part, shareOf(processes.length, part, moment))
  const rated = processes.map(process => ({
    process,
    points: firstRight(part, projector(part, moment, new Map([[name, process]])), tries, context).points,
  }))
  const most = Math.max(...rated.map(({ points }) => points))
  return rated.filter(({ points }) => points === most).map(({ process }) => process)
}
