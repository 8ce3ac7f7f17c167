import { submitted } from '../attempt/actor/hand/submission.ts'
import { idle } from '../attempt/actor/reference.ts'
import { newAttempt } from '../attempt/attempt.ts'
import type { Observe } from '../attempt/observer/machine-memory.ts'
import { type Conduct, runAttempt } from '../attempt/run-attempt.ts'
import type { Evidence } from '../evidence/evidence.ts'
import { isOverdue, type Reason } from '../evidence/reason.ts'
import type { Lab } from '../lab/lab.ts'
import type { Machine } from '../machine/machine.ts'
import type { Runtime } from '../runtime/runtime.ts'
import { referenceSubmission } from '../submission/reference.ts'
import type { Submission } from '../submission/submission.ts'
import type { Outcome, Verdict } from '../verdict/verdict.ts'
import { checkWords, failureWords } from '../verdict/words.ts'
import { catching } from './catching.ts'
import { inTime, type StepTimes } from './pace.ts'

/** One run of a proof: a lab or a mutant, in a fresh machine. */
export interface Cell {
  readonly lab: Lab
  /**
   * `pristine`: performs no step, and judges every check. `whole`: performs every step. `until-caught`: stops after the first step
   * in which a check catches the mutant. `by-hand`: the lines of `typed` are typed into terminals, until a step is not done.
   */
  readonly manner: 'pristine' | 'whole' | 'until-caught' | 'by-hand'
  /** The lab whose lines are typed: `lab` itself or a mutant of it. Absent: nothing is typed. */
  readonly typed?: Lab
  /** Tells runs of the same lab apart. */
  readonly round: number
  /** How long the steps of the lab itself take. Absent: steps have all the time that the lab allows. */
  readonly pace?: StepTimes
}

/** The result of a cell, small enough to be remembered. */
export interface CellResult {
  /** By the id of the check; those of steps that were not reached are absent. */
  readonly verdicts: Readonly<Record<string, CellVerdict>>
  /** Checks that failed, and not only because the step timed out. */
  readonly caughtBy: readonly string[]
  /** Steps that timed out. */
  readonly overdue: readonly string[]
  readonly leaks: readonly string[]
  readonly took: StepTimes
  /** Why it ended before its last step. */
  readonly ended?: Reason
  /** The release of the kernel that it ran on. */
  readonly release?: string
  readonly ms: number
}

export interface CellVerdict {
  readonly outcome: Outcome
  /** The check in words. */
  readonly asked: string
  /** Why it did not pass. */
  readonly message: string
}

/** Runs a cell. It never throws: the result says what went wrong. */
export async function runCell(
  cell: Cell,
  machine: Machine,
  runtime: Runtime,
  stop: AbortSignal,
  observe?: Observe,
): Promise<{ result: CellResult; evidence: Evidence }> {
  const { lab, manner, round } = cell
  const began = runtime.now()
  const judged = new Map<string, Verdict>()
  const evidence = await runAttempt(
    newAttempt(inTime(lab, cell.pace, machine.slowness), round + 1),
    machine,
    runtime,
    event => event.type === 'verdict' && judged.set(event.verdict.check, event.verdict),
    stop,
    { ...conducts[manner](cell), ...(observe && { observe }) },
  )
  const reached = [...judged.values()].filter(({ step }) => evidence.steps.some(({ id }) => id === step))
  const result = {
    verdicts: Object.fromEntries(reached.map(verdict => [verdict.check, essence(verdict)])),
    caughtBy: evidence.steps.flatMap(step =>
      catching(
        reached.filter(verdict => verdict.step === step.id),
        step,
        lab,
      ),
    ),
    overdue: evidence.steps.filter(({ ended }) => isOverdue(ended)).map(({ id }) => id),
    took: Object.fromEntries(evidence.steps.map(({ id, startedAt, endedAt }) => [id, endedAt - startedAt])),
    leaks: evidence.leaks.map(({ kind, what }) => `${kind} ${what}`),
    ...(isCutShort(evidence, manner) && evidence.ended ? { ended: evidence.ended } : {}),
    release: evidence.machine.release,
    ms: runtime.now() - began,
  }
  return { result, evidence }
}

/** A mutant whose only trouble is a step that timed out was tried, and nothing caught it. */
const isCutShort = ({ ended }: Evidence, manner: Cell['manner']) =>
  ended !== undefined && !((manner === 'until-caught' || manner === 'by-hand') && isOverdue(ended))

const conducts = {
  pristine: () => ({ actor: idle, unswept: true }),
  whole: () => ({}),
  'until-caught': ({ lab }) => ({
    isEnough: (verdicts, step) => catching(verdicts, step, lab).length > 0,
    unswept: true,
  }),
  'by-hand': ({ lab, typed }) => ({
    actor: submitted(({ ground }) =>
      typed ? linesFor(lab, typed, referenceSubmission(typed, ground)) : { steps: [] },
    ),
    isEnough: verdicts => typed !== undefined && verdicts.some(({ outcome }) => outcome !== 'pass'),
    unswept: true,
  }),
} satisfies Record<Cell['manner'], (cell: Cell) => Conduct>

/** A mutant may do something in a step of its own: it is typed with the step whose checks it has, or else before the next one of the lab. */
export function linesFor({ steps }: Lab, typed: Lab, { steps: lines, ...rest }: Submission): Submission {
  const known = new Set(steps.map(({ id }) => id))
  const ids = lines.map(({ id }) => id)
  const last = ids.findLast(id => known.has(id)) ?? ''
  const ofChecks = (id: string) => {
    const [check] = typed.steps.find(step => step.id === id)?.expect ?? []
    return steps.find(({ expect }) => expect.some(({ id }) => id === check?.id))?.id
  }
  const home = (id: string, index: number) =>
    known.has(id) ? id : (ofChecks(id) ?? ids.slice(index).find(id => known.has(id)) ?? last)
  return { ...rest, steps: lines.map((step, index) => ({ ...step, id: home(step.id, index) })) }
}

function essence(verdict: Verdict): CellVerdict {
  const { outcome } = verdict
  return { outcome, asked: checkWords(verdict), message: outcome === 'pass' ? '' : failureWords(verdict) }
}
