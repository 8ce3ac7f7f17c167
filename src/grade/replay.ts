import { type Emit, labHead, type RunEvent } from '../attempt/event.ts'
import { type Note, rejudgeAttempt } from '../attempt/rejudge.ts'
import type { Conduct } from '../attempt/run-attempt.ts'
import { ahead, inWindow } from '../attempt/window.ts'
import type { Kept } from '../evidence/codec.ts'
import type { AttemptHead, Evidence } from '../evidence/evidence.ts'
import type { Lab } from '../lab/lab.ts'
import type { Submission } from '../submission/submission.ts'
import type { Outcome } from '../verdict/verdict.ts'
import { differences } from './difference.ts'
import { excesses } from './excess.ts'
import { outcomeOf } from './outcome.ts'
import { type Performed, type Place, performInMachines } from './perform.ts'

/** A submission that waits for its turn: little, since there may be thousands. */
export interface Planned {
  readonly head: AttemptHead
  /** The file, as reports name it. */
  readonly file: string
}

/** A submission whose turn has come. */
export interface Handed {
  readonly submission: Submission
  readonly lab: Lab
  /** Equal for what is performed and judged alike. */
  readonly key: string
  readonly notes: readonly Note[]
}

/** Remembers what was performed, so that no call performs it again. */
export interface Journal {
  recall(key: string): Promise<Evidence | undefined>
  remember(key: string, kept: Kept<Lab>): Promise<void>
}

export interface ReplayRequest<P extends Planned> extends Place {
  readonly planned: readonly P[]
  /** Every lab that is attempted, once. */
  readonly labs: readonly Lab[]
  readonly seed: string
  /** How many are performed at once; never more than the machine allows. */
  readonly jobs: number
  readonly journal: Journal
  /** Reads a submission; undefined, once the reason is told, where it can no longer be read. */
  open(planned: P): Promise<Handed | undefined>
  conductOf(submission: Submission): Conduct
  /** Keeps the evidence of each submission as it is judged, for whoever wants it. */
  keep(kept: Kept<Lab>): Promise<void>
  /** Hears of each submission as it is judged, which reports may hold back for those before it. */
  heard(outcome: Outcome, isRemembered: boolean): void
  /** Awaited after each submission, before the next one is performed. */
  settled(): Promise<void>
}

/** How many were judged, and how many an interruption has prevented. */
export interface ReplayEnd {
  readonly judged: number
  readonly left: number
}

/**
 * Performs submissions, several at once, each in a fresh machine, and reports them in their order from their evidence, whether it is of
 * this call or of an earlier one. Keeps nothing of those reported. Rejects if `emit`, `open` or `settled` fails, once what is under way
 * has ended.
 */
export async function replay<P extends Planned>(request: ReplayRequest<P>, emit: Emit): Promise<ReplayEnd> {
  const { planned, machine, runtime, signal } = request
  const began = runtime.now()
  emit(runStart(request))
  const workers = Math.max(1, Math.min(request.jobs, machine.jobs))
  const queue = inWindow(planned.entries(), workers * ahead)
  const inTurn = turns()
  const count = { judged: 0, refused: 0 }
  const errors: unknown[] = []
  const one = async (index: number, each: P) => {
    const handed = await request.open(each)
    const result = handed && (await resultOf(handed, each, request, emit))
    const isCut = result?.evidence.ended?.code === 'interrupted'
    if (result === undefined) count.refused++
    else if (!isCut) count.judged++
    inTurn(index, () => handed && result && !isCut && tell(handed, each, result, emit))
    await request.settled()
  }
  const work = async () => {
    const isOver = () => signal.aborted || errors.length > 0
    for (let next = await queue.take(); next && !isOver(); next = await queue.take()) {
      await one(...next.item).catch(error => errors.push(error))
      next.done()
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  if (errors.length > 0) throw errors[0]
  emit({ type: 'run-end', ms: runtime.now() - began, interrupted: signal.aborted })
  return { judged: count.judged, left: planned.length - count.judged - count.refused }
}

function runStart({ planned, labs, seed, machine }: ReplayRequest<Planned>): RunEvent {
  const attempts: Record<string, number> = {}
  for (const { head } of planned) attempts[head.lab] = (attempts[head.lab] ?? 0) + 1
  return { type: 'run-start', labs: labs.map(labHead), attempts, seed, machine: machine.description }
}

/** Performs and judges a submission, unless an earlier call has. What could not be judged is never remembered. */
async function resultOf(
  { submission, lab, key }: Handed,
  { head }: Planned,
  { journal, conductOf, keep, heard, ...place }: Means,
  emit: Emit,
): Promise<Result> {
  const known = await recalled(journal, key, head, lab)
  const result = known ?? (await performInMachines({ head, lab }, conductOf(submission), place, emit))
  const { evidence } = result
  if (evidence.ended?.code === 'interrupted') return result
  const outcome = outcomeOf(lab, evidence)
  if (!known && outcome !== 'error') await journal.remember(key, { lab, evidence })
  await keep({ lab, evidence })
  heard(outcome, known !== undefined)
  return result
}

/** What is remembered, as evidence of this attempt: equal lines may have been handed in by another learner. */
async function recalled(
  journal: Journal,
  key: string,
  attempt: AttemptHead,
  { file }: Lab,
): Promise<Result | undefined> {
  const known = await journal.recall(key)
  if (!known) return undefined
  return { evidence: { ...known, attempt, lab: { ...known.lab, file } }, notes: [], remembered: true }
}

type Means = Omit<ReplayRequest<Planned>, 'planned' | 'open'>

type Result = Omit<Performed, 'ms'> & Partial<Performed> & { readonly remembered?: true }

function tell({ submission, lab, notes }: Handed, { file }: Planned, result: Result, emit: Emit): void {
  const { evidence, notes: made, ...beside } = result
  rejudgeAttempt(lab, evidence, emit, {
    ...beside,
    file,
    notes: verdicts => [
      ...notes,
      ...made,
      ...differences(submission, verdicts),
      ...excesses(evidence, verdicts),
    ],
  })
}

/** Lets reports happen in the order of their numbers, each as soon as all before it have. */
function turns(): (number: number, report: () => void) => void {
  const waiting = new Map<number, () => void>()
  let next = 0
  return (number, report) => {
    waiting.set(number, report)
    for (let turn = waiting.get(next); turn; turn = waiting.get(next)) {
      waiting.delete(next++)
      turn()
    }
  }
}
