import { attemptOf, type LabHead, type RunEvent } from '../../attempt/event.ts'
import type { AttemptHead, MachineRecord } from '../../evidence/evidence.ts'
import type { Observation } from '../../evidence/observation.ts'
import type { Reason } from '../../evidence/reason.ts'
import type { Leftover } from '../../protocol/message.ts'
import { type Outcome, overallOutcome, type Verdict } from '../../verdict/verdict.ts'

/** The result of one attempt, as far as it has come. */
export interface AttemptResult {
  readonly attempt: AttemptHead
  /** `namespace/pid`; `namespace/pid (2 of 5)` where the lab is attempted more than once; `namespace/pid (ada)` of a learner. */
  readonly name: string
  /** As it reads on the attempt's machine, once that is ready. */
  readonly lab: LabHead
  readonly machine?: MachineRecord
  readonly verdicts: readonly Verdict[]
  readonly ms: number
  readonly leaks: readonly Leftover[]
  /** How its facts were observed. */
  readonly observation: Observation
  /** What a reader has to know, in sentences without a full stop. */
  readonly notes: readonly string[]
  /** The file that was handed in. */
  readonly file?: string
  /** An earlier call performed it. */
  readonly remembered?: true
  /** Why it ended before its last step or did not begin. */
  readonly ended?: Reason
  /** Why steps ended before their lines had, in order: a time-out, which no verdict tells. */
  readonly stepsEnded: readonly Reason[]
  /** Its `attempt-end` has come. */
  readonly finished: boolean
}

export interface Results {
  /** The result of the attempt that the event is about; with its `attempt-end` it is forgotten. */
  add(event: RunEvent): AttemptResult | undefined
  /** Forgets an attempt whose end will not come. */
  drop(result: AttemptResult): void
  /** Attempts that have started and not ended. */
  unfinished(): Iterable<AttemptResult>
  /** How many attempts `run-start` announced that never started: a number, since there may be millions. */
  notStarted(): number
}

/** Builds the result of each attempt from its events. Keeps only attempts under way, and a count for each lab. */
export function gatherResults(): Results {
  const plans = new Map<string, LabPlan>()
  const underWay = new Map<string, Building>()
  let seed = ''
  const start = (attempt: AttemptHead): Building => {
    const plan = plans.get(attempt.lab) ?? { lab: unknownLab(attempt.lab), attempts: 1, started: 0 }
    plan.started++
    const result = newResult(attempt, plan, seed)
    underWay.set(attempt.id, result)
    return result
  }
  const rows: { [T in RunEvent['type']]?: Row<T> } = {
    'run-start': run => {
      seed = run.seed
      for (const lab of run.labs) plans.set(lab.id, { lab, attempts: run.attempts[lab.id] ?? 1, started: 0 })
    },
    'machine-ready': ({ lab, machine }, result) => Object.assign(result, { lab, machine }),
    verdict: ({ verdict }, { verdicts }) => verdicts.push(verdict),
    'step-end': ({ ended }, { stepsEnded }) => ended && stepsEnded.push(ended),
    'attempt-start': ({ file }, result) => file !== undefined && Object.assign(result, { file }),
    note: ({ message }, { notes }) => notes.push(message),
    'attempt-end': ({ attempt, ms, leaks, remembered, evidence, ...given }, result) => {
      const ended = given.ended ?? unjudged(result)
      const known = remembered ? { remembered } : {}
      const { observation = fromInside } = evidence
      Object.assign(result, { ms, leaks, observation, finished: true, ...known, ...(ended ? { ended } : {}) })
      result.notes.push(...sideNotes(result.verdicts, observation))
      underWay.delete(attempt)
    },
  }
  return {
    add: event => {
      const id = attemptOf(event)
      const result = id === undefined ? undefined : (underWay.get(id) ?? start(headOf(event, id)))
      const row = rows[event.type] as ((event: RunEvent, result?: Building) => unknown) | undefined
      row?.(event, result)
      return result
    },
    drop: ({ attempt }) => void underWay.delete(attempt.id),
    unfinished: () => underWay.values(),
    notStarted: () =>
      [...plans.values()].reduce((sum, { attempts, started }) => sum + Math.max(0, attempts - started), 0),
  }
}

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>
type Row<T extends RunEvent['type']> = (event: EventOf<T>, result: Building) => unknown
type Building = AttemptResult & {
  readonly verdicts: Verdict[]
  readonly notes: string[]
  readonly stepsEnded: Reason[]
}

/** Why a lab that was run to its end without any check is no pass. */
export const withoutChecks: Reason = {
  kind: 'error',
  code: 'no-checks',
  message: 'the lab has no checks, so it can neither pass nor fail',
  remedy: 'Give a step an `expect` that says what the kernel must show; docs/authoring.md tells how.',
}

const unjudged = ({ lab, machine, verdicts }: AttemptResult) =>
  machine && lab.checks === 0 && verdicts.length === 0 ? withoutChecks : undefined

/** A lab of the run, and how many attempts at it are planned and have started. */
interface LabPlan {
  readonly lab: LabHead
  readonly attempts: number
  started: number
}

const fromInside: Observation = { from: 'inside' }

/** What was not observed as it was to be, and what the two sides contradict each other in. */
export function sideNotes(verdicts: readonly Verdict[], { reason }: Observation): string[] {
  const checks = verdicts.filter(({ contradicted }) => contradicted).map(({ check }) => check)
  return [
    ...(reason === undefined ? [] : [`observed from inside only: ${reason}`]),
    ...(checks.length === 0
      ? []
      : [
          `contradicted: what the agent in the machine read is not what its memory says, in ${checks.join(', ')}`,
        ]),
  ]
}

const newResult = (attempt: AttemptHead, plan: LabPlan, seed: string): Building => ({
  attempt,
  name: attemptName(attempt, plan, seed),
  lab: plan.lab,
  verdicts: [],
  ms: 0,
  leaks: [],
  observation: fromInside,
  notes: [],
  stepsEnded: [],
  finished: false,
})

/** Attempts are numbered per seed and learner, so show either where it differs from the run's. */
function attemptName({ lab, seed, number, learner }: AttemptHead, { attempts }: LabPlan, runSeed: string) {
  if (learner !== undefined) {
    const others = [
      ...(seed === runSeed ? [] : [`seed ${seed}`]),
      ...(number === 1 ? [] : [`number ${number}`]),
    ]
    return `${lab} (${[learner, ...others].join(', ')})`
  }
  if (attempts === 1) return lab
  return `${lab} (${seed === runSeed ? `${number} of ${attempts}` : `seed ${seed}, ${number}`})`
}

/** Of an attempt whose start was not seen, only the id is known. */
const headOf = (event: RunEvent, id: string): AttemptHead =>
  event.type === 'attempt-start' ? event.attempt : { id, lab: id, seed: '', number: 1 }

const unknownLab = (id: string): LabHead => ({
  id,
  file: '',
  title: id,
  about: '',
  claims: [],
  reads: [],
  vars: {},
  checks: 0,
})

/** Every reason that ended the attempt or a step of it, once each. */
export const endsOf = ({ ended, stepsEnded }: AttemptResult): Reason[] => [
  ...new Map([...stepsEnded, ...(ended ? [ended] : [])].map(each => [each.message, each])).values(),
]

/**
 * The outcome of an attempt. A check that could not be judged outweighs a wrong answer; a skipped check is no pass, and an
 * attempt without verdicts, or with fewer verdicts than checks, is an error.
 */
export function attemptOutcome({ lab, verdicts, ended, finished }: AttemptResult): Outcome {
  const outcomes: Outcome[] = verdicts.map(({ outcome }) => outcome)
  if (ended) outcomes.push(ended.kind)
  if (!finished || verdicts.length < lab.checks || outcomes.length === 0) outcomes.push('error')
  return overallOutcome(outcomes)
}
