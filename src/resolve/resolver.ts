import type { MachineRecord, StepEvidence } from '../evidence/evidence.ts'
import type { HandCommand, HandLook, HandProcess, HandRecord } from '../evidence/hand.ts'
import { type Judged, judgedOf } from '../lab/judged.ts'
import type { Check, Lab, Step } from '../lab/lab.ts'
import { comparedLater } from '../plan/growth.ts'
import { definitionOf } from '../subject/subject.ts'
import { judgeStep } from '../verdict/judge.ts'
import type { Outcome, Verdict } from '../verdict/verdict.ts'
import { addLook } from './add-look.ts'
import { admitted } from './admit.ts'
import {
  type Assignment,
  aliveIn,
  candidatesIn,
  isOfEnd,
  isPast,
  isSame,
  isTaken,
  namesIn,
} from './assignment.ts'
import type { HandGround } from './bind.ts'
import { endLook, type Moment } from './project.ts'
import { type Context, earliest, type Solution, solve } from './solve.ts'
import { withoutEnded } from './without-ended.ts'

/** A step that is over, done or not. */
export interface Closed {
  readonly step: Step
  readonly isDone: boolean
  readonly evidence: StepEvidence
  readonly verdicts: readonly Verdict[]
}

/** Finds out what is done by hand of a lab, look by look. */
export interface Resolver {
  /** The first step that is not over; undefined if all are. */
  open(): Step | undefined
  /** What the open step comes to at the latest look; undefined before the first one. */
  solution(): Solution | undefined
  /** Whether the open step is done at the latest look. */
  isDone(): boolean
  /** Whether the latest look shows more than a moment of a command that runs: a command has ended since the look before, or that was right, too. */
  isSettled(): boolean
  /** The steps that are over, in the order of the lab. */
  closed(): readonly Closed[]
  /** What the next look must read, if these processes exist. */
  wanted(processes: readonly HandProcess[]): readonly Wanted[]
  /**
   * The process that a name stands for. If several are possible: the one that an earlier step has named, or else the one that is nearest to
   * what the open step asks; a living one before one that has ended.
   */
  process(name: string): HandProcess | undefined
  look(look: HandLook): void
  /** From now on this process is meant by the name, and no other. */
  mark(name: string, process: HandProcess): void
  /** What this answer to the question of a step that is over comes to; undefined if there is no such question. */
  answered(step: Step['id'], answer: string): Verdict | undefined
  /** Ends the open step as it is at the latest look, which opens the next one. */
  close(): Closed
  /** Opens the step again that gave a name to processes of which none is left. Returns the steps that are no longer over. */
  reopen(): readonly Step[]
}

/** A check or question, and the processes that its subjects could be found by. */
export interface Wanted {
  readonly judged: Judged
  readonly processes: readonly HandProcess[]
}

interface Past extends Closed {
  /** The assignments before the step. */
  readonly priors: readonly Assignment[]
  readonly nearest: Assignment
  /** The look at its end. */
  readonly end: HandLook | undefined
}

/**
 * Steps are judged in their order. `commands` may still grow. `byStep`: commands belong to the step that they are noted for; otherwise to
 * the one that was open as they ended, since whoever types ahead doesn't wait for us.
 */
export function openResolver(
  lab: Lab,
  machine: MachineRecord,
  { host, commands }: Pick<HandRecord, 'host' | 'commands'>,
  { byStep }: { byStep: boolean },
): Resolver {
  const ground: HandGround = { cgroup: machine.cgroup, host }
  const past: Past[] = []
  let looks: HandLook[] = []
  /**
   * When the look before the one at which the step opened was made, or when the last command ended that the step before needed: what
   * ended since may belong to this step as well.
   */
  let since = Number.NEGATIVE_INFINITY
  let assignments: readonly Assignment[] = [new Map()]
  let latest: Solution | undefined
  let isSettled = false
  /** Names of which somebody has said what they stand for. */
  const marked = new Set<string>()
  /** Processes that existed when a step ended: those that are not assigned by now have been ruled out. */
  let known: readonly HandProcess[] = []

  const open = () => lab.steps[past.length]
  const context = (): Context => ({ lab, machine, earlier: outcomesOf(past) })
  const ownCommands = ({ id }: Step, { at }: HandLook): HandCommand[] =>
    commands.filter(
      ({ step, endedAt }) =>
        endedAt !== undefined && endedAt <= at && (byStep ? step === id : endedAt > since),
    )
  const ends = () => new Map(past.flatMap(({ step, end }) => (end ? [[step.id, end] as const] : [])))
  const momentOf = (step: Step): Moment => {
    const [first, ...more] = looks as [HandLook, ...HandLook[]]
    const latest = more.at(-1) ?? first
    return {
      looks: [first, ...more],
      commands: ownCommands(step, latest),
      running: commands.filter(command => isRunning(command, first, latest)),
      ended: commands.filter(({ endedAt = Number.POSITIVE_INFINITY }) => endedAt <= latest.at),
      ends: ends(),
      ground,
    }
  }

  const judge = () => {
    const step = open()
    latest = step && looks.length > 0 ? solve(step, momentOf(step), assignments, context()) : undefined
  }

  const isDone = () => latest !== undefined && latest.assignments.length > 0

  const stillHolds = (assignment: Assignment, name: string, look: HandLook) =>
    past.every(({ step, isDone }) => {
      const expect = step.expect.filter(check => {
        const names = namesIn(check)
        return isRead(check.subject) && names.includes(name) && names.every(each => assignment.has(each))
      })
      if (!isDone || expect.length === 0) return true
      const moment: Moment = { looks: [look], commands: [], running: [], ended: [], ends: ends(), ground }
      return solve({ ...step, expect }, moment, [assignment], context()).assignments.length > 0
    })

  /** Of those who have ended, a step that asks for that means one who was there when it opened. */
  const isStillMeant = (name: string, process: HandProcess) =>
    (open()?.expect ?? []).some(check => isPast(check) && namesIn(check).includes(name)) &&
    known.some(other => isSame(other, process))

  /** The assignments of steps that are done, the latest first, whose process for this name is still possible. */
  const namedBefore = (name: string): readonly Assignment[] => {
    const possible = latest && latest.assignments.length > 0 ? latest.assignments : assignments
    const isPossible = (process: HandProcess) =>
      possible.some(one => {
        const other = one.get(name)
        return other !== undefined && isSame(other, process)
      })
    const done = past.filter(({ isDone }) => isDone).map(({ nearest }) => nearest)
    return done.reverse().filter(one => {
      const process = one.get(name)
      return process !== undefined && isPossible(process)
    })
  }

  return {
    open,
    solution: () => latest,
    isDone,
    isSettled: () => isSettled,
    closed: () => past,
    process: name => {
      const look = looks.at(-1)
      const before = past.map(({ nearest }) => nearest).reverse()
      const candidates = [...namedBefore(name), latest?.nearest, ...assignments, ...before]
      const processes = candidates.flatMap(one => one?.get(name) ?? [])
      return processes.find(process => look && aliveIn(process, look)) ?? processes[0]
    },
    wanted: processes => {
      const assigned = assignments.flatMap(one => [...one.values()])
      const able = candidatesIn({ processes })
      const strangers = able.filter(process => !known.some(other => isSame(other, process)))
      const likely = able.filter(process =>
        [...assigned, ...strangers].some(other => isSame(other, process) || other.pid === process.parent),
      )
      const isBound = (name: string) => assignments.every(one => one.has(name))
      // Only who came later may still replace somebody in a step that is over.
      const again = strangers.length > 0 ? past.filter(({ isDone }) => isDone).map(({ step }) => step) : []
      const next = lab.steps.slice(past.length, past.length + 2)
      return [
        ...again.flatMap(({ expect }) => expect.filter(check => namesIn(check).length > 0)),
        ...next.flatMap(step => [...judgedOf(step), ...comparedLater(lab, step)]),
      ].map(judged => {
        const names = namesIn(judged)
        // A cgroup may have a login shell for its only member.
        if (names.length === 0) return { judged, processes }
        return { judged, processes: names.every(isBound) ? likely : able }
      })
    },
    look: look => {
      const from = looks.at(-1)?.at ?? since
      const hasEnded = ({ endedAt = Number.NaN }: HandCommand) => endedAt > from && endedAt <= look.at
      isSettled = !look.busy || isDone() || commands.some(hasEnded)
      addLook(looks, look, open())
      const all = admitted(assignments, look, (one, name) => !marked.has(name) && stillHolds(one, name, look))
      assignments = withoutEnded(all, look, isStillMeant)
      judge()
    },
    mark: (name, process) => {
      marked.add(name)
      const free = assignments.filter(one => !isTaken(process, name, [one]))
      const others = (one: Assignment) => [...one].filter(([, its]) => !isSame(its, process))
      const left = free.length > 0 ? free : assignments
      assignments = left.map(one => new Map([...others(one), [name, process]]))
      judge()
    },
    answered: (id, answer) => {
      const closed = past.find(({ step }) => step.id === id)
      const question = closed?.step.question
      if (!closed || !question) return undefined
      const verdicts = judgeStep(closed.step, { ...closed.evidence, answer }, context())
      return verdicts.find(({ check }) => check === question.id)
    },
    close: () => {
      const step = open()
      if (!step || !latest) throw new Error('there is no open step that could be closed')
      const { assignments: right, nearest } = latest
      const before = looks.at(-2)?.at ?? since
      const chosen = right.find(one => agrees(one, nearest))
      const needed = chosen && earliest(step, momentOf(step), chosen, { ...context(), since: before })
      const { evidence, verdicts } = needed ?? latest
      const closed = { step, isDone: right.length > 0, evidence, verdicts }
      past.push({ ...closed, priors: assignments, nearest, end: endLook(step, looks) })
      if (right.length > 0) assignments = right
      since = needed?.last.endedAt ?? before
      known = looks.at(-1)?.processes ?? known
      looks = looks.slice(-1)
      judge()
      return closed
    },
    reopen: () => {
      const look = looks.at(-1)
      const from = look && firstToReopen(lab, past, assignments, look)
      if (from === undefined || !look) return []
      assignments = past[from]?.priors ?? assignments
      const reopened = past.splice(from).map(({ step }) => step)
      looks = [look]
      known = []
      since = look.at
      judge()
      return reopened
    },
  }
}

/** Whether an assignment says the same of the names of another one. */
const agrees = (one: Assignment, other: Assignment) =>
  [...other].every(([name, process]) => {
    const its = one.get(name)
    return its !== undefined && isSame(its, process)
  })

/** Whether a command was started after the first of these looks and had not ended at the second. */
const isRunning = (
  { startedAt, endedAt = Number.POSITIVE_INFINITY }: HandCommand,
  first: HandLook,
  latest: HandLook,
) => startedAt > first.at && startedAt <= latest.at && endedAt > latest.at

/** Whether the facts of a subject are read from the kernel, rather than recorded from the terminal. */
const isRead = (subject: Check['subject']) => definitionOf(subject).record === undefined

function outcomesOf(past: readonly Closed[]): ReadonlyMap<string, Outcome> {
  return new Map(
    past.flatMap(({ verdicts }) => verdicts.map(({ check, outcome }) => [check, outcome] as const)),
  )
}

/** The first step that speaks of a name whose processes have all ended, although the lab goes on to speak of it as running. */
function firstToReopen(
  { steps }: Lab,
  past: readonly Closed[],
  assignments: readonly Assignment[],
  look: HandLook,
): number | undefined {
  const names = new Set(assignments.flatMap(one => [...one.keys()]))
  const lost = [...names].filter(name => {
    const isGone = !assignments.some(one => {
      const process = one.get(name)
      return process && aliveIn(process, look)
    })
    const next = steps
      .slice(past.length)
      .find(({ expect }) => expect.some(check => namesIn(check).includes(name)))
    const ends = next?.expect.some(check => namesIn(check).includes(name) && isOfEnd(check))
    return isGone && next !== undefined && !ends
  })
  const found = lost.map(name =>
    past.findIndex(({ step }) => step.expect.some(check => namesIn(check).includes(name))),
  )
  return found.length === 0 ? undefined : Math.min(...found)
}
