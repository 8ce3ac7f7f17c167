import {
  type Done,
  type Exit,
  longestAnswer,
  type Output,
  type Sample,
  type StepEvidence,
} from '../../evidence/evidence.ts'
import { isOverdue } from '../../evidence/reason.ts'
import { judgedOf } from '../../lab/judged.ts'
import type { Check, Step } from '../../lab/lab.ts'
import { exitWords } from '../../linux/exit.ts'
import { checksOfGrowth, stepsBeforeIn } from '../../plan/growth.ts'
import type { Operation } from '../../plan/operation.ts'
import { pidsNeeded, withPids } from '../../plan/pid-reference.ts'
import type { StepPlan } from '../../plan/plan.ts'
import { shellLine } from '../../plan/shell-line.ts'
import { Problem } from '../../problem.ts'
import { unless } from '../../protocol/client.ts'
import type { Stream } from '../../protocol/message.ts'
import { sleep } from '../../runtime/runtime.ts'
import { answerTo } from '../../verdict/judge-question.ts'
import { reasonOf, runProblem } from '../reason.ts'
import { machineRecord, type Session } from '../session.ts'
import { type Actor, stepByStep } from './actor.ts'
import { asNeeded } from './as-needed.ts'
import { perform as performOperation } from './perform.ts'
import type { OutputListener } from './process.ts'
import { hold, untilSeen, watching } from './watch.ts'

/** Carries one operation out. */
export type Perform = typeof performOperation

/** Performs the lab's own operations, by `perform`, and answers its questions. */
export const reference = (perform: Perform = performOperation): Actor =>
  stepByStep(async (step, session) => answered(step.step, await performStep(step, session, perform), session))

/** Takes samples but performs nothing: shows the machine before anybody has worked on it. */
export const idle: Actor = stepByStep((plan, session) =>
  performStep({ ...plan, operations: plan.operations.filter(isLook) }, session),
)

/** Performs the operations of one step and gathers its evidence. Never throws: an error ends the step with a reason. */
export async function performStep(
  { step, operations, later }: StepPlan,
  session: Session,
  perform: Perform = performOperation,
): Promise<StepEvidence> {
  const record = newRecord(step, later, session, perform)
  const { evidence } = record
  try {
    evidence.samples.push(...earlierSamples(step, session))
    const begun = checksOfGrowth(step)
    if (begun.length > 0) evidence.samples.push(await session.observer.sample(begun, 'before'))
    for (const planned of operations) {
      const operation = await asNeeded(planned, session)
      if (operation) await runOperation(operation, step, session, record)
    }
    await endOutput(operations, session)
  } catch (error) {
    evidence.ended = await reasonOf(error, session)
  }
  return record.finish(endsSoFar(session))
}

const isLook = ({ op }: Operation) => op === 'observe' || op === 'hold'

/** Evidence while it is being gathered. */
interface StepRecord {
  readonly perform: Perform
  /** Checks of later steps that are read at its end. */
  readonly later: readonly Check[]
  readonly evidence: Growing<StepEvidence>
  readonly hear: OutputListener
  /** The evidence as it is now. What a process left running prints from now on belongs to no step. */
  finish(exits: StepEvidence['exits']): StepEvidence
}

type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] }

function newRecord(
  step: Step,
  later: readonly Check[],
  { now, emit, attempt }: Session,
  perform: Perform,
): StepRecord {
  const at = now()
  const evidence: StepRecord['evidence'] = {
    id: step.id,
    operations: [],
    startedAt: at,
    endedAt: at,
    output: { stdout: '', stderr: '' },
    exits: {},
    samples: [],
  }
  let isOver = false
  const hear: OutputListener = (stream, text, gap) => {
    if (isOver) return
    evidence.output = grown(evidence.output, stream, text, gap)
    const dropped = gap ? { dropped: gap.bytes } : {}
    emit({ type: 'output', attempt: attempt.head.id, step: step.id, stream, text, ...dropped })
  }
  const finish: StepRecord['finish'] = exits => {
    isOver = true
    return { ...evidence, exits, operations: [...evidence.operations], samples: [...evidence.samples] }
  }
  return { perform, later, evidence, hear, finish }
}

function grown(output: Output, stream: Stream, text: string, gap: Parameters<OutputListener>[2]): Output {
  const whole = { ...output, [stream]: output[stream] + text }
  return gap ? { ...whole, cut: { ...output.cut, [stream]: { at: output[stream].length, ...gap } } } : whole
}

async function runOperation(
  planned: Operation,
  step: Step,
  session: Session,
  record: StepRecord,
): Promise<void> {
  const { samples } = record.evidence
  const operation = await fillPids(planned, session)
  if (operation.op === 'observe') {
    samples.push(await endSample(step, record.later, session))
  } else if (operation.op === 'hold') {
    samples.push(...(await hold(step, operation.ms, session)))
  } else {
    const { emit, attempt } = session
    const done: Growing<Done> = {
      line: shellLine(operation),
      ...(operation.op === 'type' ? { shell: operation.shell } : {}),
    }
    record.evidence.operations.push(done)
    emit({ type: 'operation', attempt: attempt.head.id, step: step.id, ...done })
    if (isAction(operation)) await act(operation, step, session, record)
    else
      await record.perform(operation, session, (stream, text) => {
        done.said = (done.said ?? '') + text
        emit({ type: 'output', attempt: attempt.head.id, step: step.id, stream, text })
      })
  }
}

/** Reads everything that is judged of a step, and what later ones compare with it. */
async function endSample(step: Step, later: readonly Check[], session: Session): Promise<Sample> {
  const sample = await session.observer.sample([...judgedOf(step), ...later], 'end')
  session.ends.set(step.id, sample)
  return sample
}

/** How the earlier steps ended that the checks of this one compare with. */
const earlierSamples = (step: Step, { ends }: Session): Sample[] =>
  [...stepsBeforeIn(step)].flatMap(id => {
    const sample = ends.get(id)
    return sample ? [{ ...sample, moment: 'earlier' as const, step: id }] : []
  })

/** The operation with the numbers of the processes that it speaks of, as the machine has them. */
async function fillPids(operation: Operation, session: Session): Promise<Operation> {
  const names = new Set(pidsNeeded(operation))
  if (names.size === 0) return operation
  await session.settle(names, true)
  return withPids(operation, new Map([...names].map(name => [name, pidOf(name, session)])))
}

function pidOf(name: string, { processes }: Session): number {
  const running = processes.get(name)
  if (!running) throw runProblem('no-pid', { name, why: 'no step has started it' })
  if (running.ended) throw runProblem('no-pid', { name, why: `it has ended (${exitWords(running.ended)})` })
  const { meant } = running
  if ('pid' in meant) return meant.pid
  throw runProblem('pid-unknown', { name, why: 'pending' in meant ? meant.pending : meant.message })
}

const isAction = ({ op }: Operation) => op === 'run' || op === 'start' || op === 'type'

/** What the step has left running may have printed more than was passed on. */
async function endOutput(operations: readonly Operation[], { processes }: Session): Promise<void> {
  const start = operations.find(operation => operation.op === 'start')
  const running = start && processes.get(start.as)
  if (running?.isHeld && !running.ended) await running.endSection()
}

/** Answers the question of the step by what was read at its end. */
export function answered({ question }: Step, evidence: StepEvidence, session: Session): StepEvidence {
  const text = question && answerTo(question, evidence, machineRecord(session))
  return text === undefined ? evidence : { ...evidence, answer: text.slice(0, longestAnswer) }
}

/** The step's own action: its time is measured, its end kept, and it is watched where a check asks for any moment. */
async function act(
  operation: Operation,
  step: Step,
  session: Session,
  { perform, later, evidence, hear }: StepRecord,
): Promise<void> {
  const ever = step.expect.filter(({ when }) => when.kind === 'ever')
  session.current = undefined
  const performed = perform(operation, session, hear, step.timeout)
  evidence.startedAt = session.now()
  const watch = watching(ever, session, evidence.samples)
  let failure: unknown
  try {
    // A start takes the step's time to find out who is meant, and then has ended by itself.
    const exit = await (operation.op === 'start' ? performed : beforeDeadline(performed, step, session))
    evidence.endedAt = session.now()
    if (exit) evidence.exit = exit
  } catch (error) {
    evidence.endedAt = session.now()
    if (error instanceof Problem && isOverdue(error)) await endOverdue(step, session, { evidence, later })
    throw error
  } finally {
    failure = await watch.stop()
  }
  if (failure !== undefined) throw failure
  const soFar = () => ({ ...evidence, exits: endsSoFar(session) })
  if (ever.length > 0) await untilSeen(step, ever, session, soFar, evidence.samples)
}

async function beforeDeadline(
  performed: Promise<Exit | undefined>,
  step: Step,
  { slowness, runtime, deadlines = runtime }: Session,
): Promise<Exit | undefined> {
  const ms = step.timeout * slowness
  const over = new AbortController()
  const overdue = sleep(deadlines, ms, over.signal).then(() => {
    if (!over.signal.aborted) throw runProblem('step-timeout', { step: step.id, seconds: ms / 1000 })
    return undefined
  })
  try {
    return await Promise.race([performed, overdue])
  } finally {
    overdue.catch(() => undefined)
    over.abort()
  }
}

/**
 * Samples once more when the time is up, then kills the process if it is still running. Output and exit arrive as events, so discard
 * the sample if the machine no longer answers: a silent machine is not a wrong answer.
 */
async function endOverdue(
  step: Step,
  session: Session,
  { evidence, later }: Pick<StepRecord, 'evidence' | 'later'>,
): Promise<void> {
  const { current, client, runtime, slowness } = session
  const sample = await endSample(step, later, session)
  if (current && !current.ended) {
    await client.call('signal', { key: current.key, signal: 'SIGKILL' }).catch(unless('ESRCH'))
    const isEnded = await Promise.race([current.exit, sleep(runtime, 2_000 * slowness)])
    if (!isEnded) await current.endSection()
  } else {
    await client.call('look', { sources: [] })
  }
  evidence.samples.push(sample)
}

function endsSoFar({ processes }: Session): Record<string, Exit> {
  return Object.fromEntries([...processes].flatMap(([name, { ended }]) => (ended ? [[name, ended]] : [])))
}
