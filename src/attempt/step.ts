import { setTimeout as sleep } from 'node:timers/promises'
import type { Done, Exit, Sample, StepEvidence } from '../evidence/evidence.ts'
import type { Check, Step } from '../lab/lab.ts'
import type { Operation } from '../plan/operation.ts'
import type { StepPlan } from '../plan/plan.ts'
import { shellLine } from '../plan/shell-line.ts'
import { judgeStep } from '../verdict/judge.ts'
import { perform as performOperation } from './actor/perform.ts'
import { observe } from './observer/observe.ts'
import { reasonOf, runProblem } from './reason.ts'
import type { Session } from './session.ts'
import { machineRecord } from './session.ts'

/** How often the kernel is asked while a check waits for something to be true at any moment. */
const sampleInterval = 100

/** Carries a step out and gathers its evidence. What goes wrong ends the step with a reason; it never throws. */
export async function runStep(
  { step, operations }: StepPlan,
  session: Session,
  perform: Perform = performOperation,
): Promise<StepEvidence> {
  const record = newRecord(step, session, perform)
  try {
    for (const operation of operations) await runOperation(operation, step, session, record)
  } catch (error) {
    record.evidence.ended = await reasonOf(error, session)
  }
  record.evidence.exits = endsSoFar(session)
  return record.evidence
}

/** Who carries operations out: the runner, or an ejected script that does the same. */
export type Perform = typeof performOperation

/** Evidence while it is being gathered. */
interface StepRecord {
  perform: Perform
  evidence: Growing<StepEvidence>
  hear: (stream: 'stdout' | 'stderr', text: string) => void
}
type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] }

function newRecord(step: Step, session: Session, perform: Perform): StepRecord {
  const at = session.now()
  const evidence: StepRecord['evidence'] = {
    id: step.id,
    operations: [],
    startedAt: at,
    endedAt: at,
    output: { stdout: '', stderr: '' },
    exits: {},
    samples: [],
  }
  const hear: StepRecord['hear'] = (stream, text) => {
    evidence.output = { ...evidence.output, [stream]: evidence.output[stream] + text }
    session.emit({ type: 'output', lab: session.lab.id, step: step.id, stream, text })
  }
  return { perform, evidence, hear }
}

async function runOperation(
  operation: Operation,
  step: Step,
  session: Session,
  record: StepRecord,
): Promise<void> {
  const { samples } = record.evidence
  if (operation.op === 'observe') {
    samples.push(await observe(step.expect, 'end', session))
  } else if (operation.op === 'hold') {
    samples.push(...(await hold(step, operation.ms, session)))
  } else {
    const done: Growing<Done> = {
      line: shellLine(operation),
      ...(operation.op === 'type' ? { shell: operation.shell } : {}),
    }
    record.evidence.operations.push(done)
    session.emit({ type: 'operation', lab: session.lab.id, step: step.id, ...done })
    if (isAction(operation)) await act(operation, step, session, record)
    else
      await record.perform(operation, session, (stream, text) => {
        done.said = (done.said ?? '') + text
        session.emit({ type: 'output', lab: session.lab.id, step: step.id, stream, text })
      })
  }
}

const isAction = ({ op }: Operation) => op === 'run' || op === 'start' || op === 'type'

/** The step's own action: its time is measured, its end kept, and it is watched where a check asks for any moment. */
async function act(
  operation: Operation,
  step: Step,
  session: Session,
  { perform, evidence, hear }: StepRecord,
): Promise<void> {
  const ever = step.expect.filter(({ when }) => when.kind === 'ever')
  const performed = perform(operation, session, hear)
  evidence.startedAt = session.now()
  const watch = watching(ever, session, evidence.samples)
  try {
    const exit = await beforeDeadline(performed, step, session)
    evidence.endedAt = session.now()
    if (exit) evidence.exit = exit
    if (ever.length > 0) await untilSeen(step, ever, session, evidence)
  } catch (error) {
    evidence.endedAt = session.now()
    if (isTimeout(error)) await endOverdue(step, session, evidence)
    throw error
  } finally {
    await watch.stop()
  }
}

const isTimeout = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'step-timeout'

async function beforeDeadline(
  performed: Promise<Exit | undefined>,
  step: Step,
  session: Session,
): Promise<Exit | undefined> {
  const ms = step.timeout * session.slowness
  const timer = new AbortController()
  // The machine keeps the process alive while there is one; a step of a machine that was closed must not.
  const overdue = sleep(ms, undefined, { signal: timer.signal, ref: false }).then(() => {
    throw runProblem('step-timeout', { step: step.id, seconds: ms / 1000 })
  })
  try {
    return await Promise.race([performed, overdue])
  } finally {
    overdue.catch(() => undefined)
    timer.abort()
  }
}

/** What is true when the time is up is still evidence; then the process that did not end is ended. */
async function endOverdue(step: Step, session: Session, evidence: StepRecord['evidence']): Promise<void> {
  evidence.samples.push(await observe(step.expect, 'end', session))
  const { current } = session
  if (!current || current.ended) return
  await session.client.call('signal', { key: current.key, signal: 'SIGKILL' })
  await Promise.race([current.exit, sleep(2_000 * session.slowness)])
}

/** Samples again and again until it is stopped; does nothing where no check asks for it. */
function watching(checks: readonly Check[], session: Session, samples: Sample[]): { stop(): Promise<void> } {
  const stopped = new AbortController()
  const loop = async () => {
    while (checks.length > 0 && !stopped.signal.aborted) {
      samples.push(await observe(checks, 'during', session))
      await sleep(sampleInterval, undefined, { signal: stopped.signal }).catch(() => undefined)
    }
  }
  // A look that fails because the machine is lost is told by the operation it accompanies.
  const looping = loop().catch(() => undefined)
  return {
    stop: async () => {
      stopped.abort()
      await looping
    },
  }
}

/** How long something may take to become true once the action is done, milliseconds before the machine's slowness. */
const patience = 2_000

/**
 * What a check waits for may come a moment after the action, or there may be no end to wait for, since the process keeps running:
 * the step lasts until it was seen, or is not to be expected any more.
 */
async function untilSeen(
  step: Step,
  ever: readonly Check[],
  session: Session,
  evidence: StepEvidence,
): Promise<void> {
  const end = performance.now() + Math.min(step.timeout, patience) * session.slowness
  const context = { lab: session.lab, machine: machineRecord(session), earlier: new Map() }
  const seen = () =>
    judgeStep({ ...step, expect: ever.map(check => ({ ...check, depends: [] })) }, evidence, context).every(
      ({ outcome }) => outcome === 'pass',
    )
  while (!seen() && performance.now() < end) await sleep(sampleInterval)
}

/** From the end of the step on, for as long as a check says that something holds. */
async function hold(step: Step, ms: number, session: Session): Promise<Sample[]> {
  const checks = step.expect.filter(({ when }) => when.kind === 'holds')
  const samples: Sample[] = []
  const end = performance.now() + ms
  do {
    await sleep(Math.min(sampleInterval * 2, Math.max(0, end - performance.now())))
    samples.push(await observe(checks, 'after', session))
  } while (performance.now() < end)
  return samples
}

function endsSoFar(session: Session): Record<string, Exit> {
  return Object.fromEntries(
    [...session.processes].flatMap(([name, { ended }]) => (ended ? [[name, ended]] : [])),
  )
}
