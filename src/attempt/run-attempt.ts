import { type Evidence, evidenceFormat, type MachineRecord } from '../evidence/evidence.ts'
import type { Observation } from '../evidence/observation.ts'
import type { Reason } from '../evidence/reason.ts'
import type { Connection, Machine } from '../machine/machine.ts'
import { onGround } from '../plan/ground.ts'
import { type Plan, planLab } from '../plan/plan.ts'
import { type AgentClient, connect } from '../protocol/client.ts'
import { type Heartbeat, heartbeatOf } from '../protocol/heartbeat.ts'
import type { Leftover } from '../protocol/message.ts'
import { resolveRecord } from '../resolve/resolve-record.ts'
import { type Runtime, sleep } from '../runtime/runtime.ts'
import { unreached } from '../verdict/judge.ts'
import type { Actor } from './actor/actor.ts'
import { perform } from './actor/perform.ts'
import { reference } from './actor/reference.ts'
import { type Attempt, labDigest } from './attempt.ts'
import type { Emit } from './event.ts'
import { labHead } from './event.ts'
import { missingNeeds } from './need.ts'
import { type MachineMemory, type Observe, openMemory } from './observer/machine-memory.ts'
import type { Observer } from './observer/observer.ts'
import { problemReason, reasonOf, runProblem } from './reason.ts'
import { reportSteps } from './rejudge.ts'
import { machineRecord, openSession, renew, type Session } from './session.ts'
import { type IsEnough, openStage, type StepsSoFar } from './stage.ts'

/** What is special about an attempt. */
export interface Conduct {
  /** Who makes the steps true; default the reference, which performs the lab's own commands. */
  readonly actor?: Actor
  /** From where the machine is observed; default inside. */
  readonly observe?: Observe
  /** Who reads what the checks rest on; default the agent in the machine. */
  readonly observer?: (session: Session) => Observer
  /** Asked after each step: whether the remaining steps need not be done. Default never. */
  readonly isEnough?: IsEnough
  /** Skips census and clean-up; only for machines that are discarded. Default false. */
  readonly unswept?: boolean
}

/**
 * Attempts a lab in a machine that no lab has touched, reports what happens, and returns the evidence. It never throws: what
 * goes wrong ends the attempt with a reason, and the steps done until then are kept.
 */
export async function runAttempt(
  attempt: Attempt,
  machine: Machine,
  runtime: Runtime,
  emit: Emit,
  stop: AbortSignal,
  conduct: Conduct = {},
): Promise<Evidence> {
  const { head, lab } = attempt
  emit({ type: 'attempt-start', attempt: head })
  const startedAt = new Date(runtime.date())
  const began = runtime.now()
  const { steps, outcomes, hand, leaks, ended, observation, ...found } = await untilEnded({
    attempt,
    machine,
    runtime,
    emit,
    stop,
    conduct,
  })
  const record = found.machine ?? { name: machine.name, description: machine.description, ...unknownMachine }
  const here = onGround(lab, record)
  const isLive = hand !== undefined && hand.closed === undefined
  const evidence: Evidence = {
    format: evidenceFormat,
    attempt: head,
    lab: { file: lab.file, digest: labDigest(lab, runtime.digest) },
    machine: record,
    ...(observation ? { observation: observation() } : {}),
    startedAt: startedAt.toISOString(),
    steps: isLive ? resolveRecord(here, record, hand) : steps,
    ...(hand ? { hand } : {}),
    leaks,
    ...(ended ? { ended } : {}),
  }
  // A step that was done by hand may have been opened again, so none is reported before the end.
  if (isLive) reportSteps(here, evidence, emit)
  else
    for (const verdict of unreached(here, steps, ended, outcomes))
      emit({ type: 'verdict', attempt: head.id, verdict })
  const ms = runtime.now() - began
  emit({
    type: 'attempt-end',
    attempt: head.id,
    ms,
    leaks,
    evidence,
    ...(ended ? { ended } : {}),
  })
  return evidence
}

/** What has been found so far; kept outside of the race, so that it survives the loss of the machine. */
interface Found extends StepsSoFar {
  machine?: MachineRecord
  leaks: readonly Leftover[]
  /** How it was observed, so far. Absent: from inside, as was wanted. */
  observation?: () => Observation
}

/** An attempt about to be made, and what interrupts it. */
interface Beginning {
  readonly attempt: Attempt
  readonly machine: Machine
  readonly runtime: Runtime
  readonly emit: Emit
  readonly stop: AbortSignal
  readonly conduct: Conduct
}

/** Opens the machine, lets the attempt run until it is done, lost, overdue or interrupted, and closes the machine. */
async function untilEnded(beginning: Beginning): Promise<Found & { readonly ended: Reason | undefined }> {
  const { attempt, machine, runtime, emit, stop, conduct } = beginning
  const found: Found = { steps: [], outcomes: new Map(), leaks: [] }
  const over = new AbortController()
  const emitUntilOver: Emit = event => {
    if (!over.signal.aborted) emit(event)
  }
  let connection: Connection | undefined
  let heartbeat: Heartbeat | undefined
  let ended: Reason | undefined
  try {
    connection = await machine.open()
    const { channel, lost, responds } = connection
    const memory = memoryOf(connection, beginning, found)
    heartbeat = heartbeatOf(runtime, responds, conduct.actor?.untimed ? 'person' : 'usual')
    const client = connect(channel, heartbeat)
    heartbeat.watch(client)
    ended = await Promise.race([
      inMachine({ ...beginning, lost, client, deadlines: heartbeat, emit: emitUntilOver, found, ...memory }),
      lost.then(problem => problemReason(problem)),
      // At its own end the channel is closed, too, which is no loss that a cause is to be waited for.
      client.lost.then(problem =>
        over.signal.aborted ? problemReason(problem) : reasonOf(problem, { runtime, lost }),
      ),
      ...(conduct.actor?.untimed ? [] : [afterTimeout(attempt, machine, heartbeat, over.signal)]),
      interrupted(attempt, stop, over.signal),
    ])
  } catch (error) {
    ended = await reasonOf(error, { runtime, ...connection })
  }
  over.abort()
  heartbeat?.stop()
  // The losers of the race run on until the channel closes, and may add to `found` meanwhile.
  const atEnd = { ...found, steps: [...found.steps], outcomes: new Map(found.outcomes) }
  try {
    await connection?.close()
  } catch (error) {
    ended ??= await reasonOf(error, { runtime })
  }
  return { ...atEnd, ended }
}

const unknownMachine = { release: '', node: '', cgroup: '/sys/fs/cgroup', controllers: [] }

/** An attempt whose machine is open. */
interface OpenAttempt extends Beginning {
  readonly lost: Connection['lost']
  readonly client: AgentClient
  readonly deadlines: Heartbeat
  readonly found: Found
  readonly memory?: MachineMemory
}

function memoryOf(
  connection: Connection,
  { conduct: { observe }, runtime }: Beginning,
  found: Found,
): { readonly memory?: MachineMemory } {
  const opened = observe && openMemory(connection, observe, runtime)
  if (!opened) return {}
  if ('reason' in opened) {
    found.observation = () => ({ from: 'inside', ...opened })
    return {}
  }
  found.observation = opened.observation
  return { memory: opened }
}

async function inMachine(running: OpenAttempt): Promise<Reason | undefined> {
  const { attempt, machine, runtime, lost, client, deadlines, emit, found, conduct, memory } = running
  const isLeft = conduct.unswept === true && machine.disposable
  const isTraced =
    !machine.disposable ||
    attempt.lab.needs.some(({ kind, name }) => kind === 'permission' && name === 'ptrace')
  const [hello, , , { refused }] = await Promise.all([
    client.call('hello', {}),
    isLeft ? null : client.call('mark', {}),
    machine.restored ? renew(client, runtime) : null,
    isTraced ? { refused: false } : client.call('refuse-ptrace', {}),
  ])
  if (hello.swept.length > 0) emit({ type: 'swept', what: hello.swept })
  if (hello.remaining.length > 0) emit({ type: 'remaining', what: hello.remaining })
  const ptrace: Session['ptrace'] = refused ? 'refused' : 'allowed'
  const opening = {
    ...{ attempt, client, hello, ptrace, machine, runtime, deadlines, lost, emit },
    ...(memory && { memory }),
  }
  const session = openSession(opening, conduct.observer)
  found.machine = machineRecord(session)
  const plan = planLab(attempt.lab, session.ground)
  emit({
    type: 'machine-ready',
    attempt: attempt.head.id,
    lab: labHead(plan.lab),
    machine: found.machine,
  })
  const explained = (error: unknown) => reasonOf(error, session)
  const missing = conduct.actor?.findsNeeds
    ? undefined
    : await missingNeeds(attempt.lab.needs, hello, session).catch(explained)
  if (missing) return missing
  const ended = await runSteps(plan, session, found, conduct).catch(explained)
  if (isLeft) return ended
  // What ended the attempt matters more than that it can't be undone, which often follows from it.
  return leaveNothing(session).then(
    leaks => {
      found.leaks = leaks
      return ended
    },
    async error => withCleanUp(ended, await explained(error)),
  )
}

/** Why the attempt ended and, where its clean-up failed as well, why that did. */
function withCleanUp(ended: Reason | undefined, cleanUp: Reason): Reason {
  if (!ended || ended.message === cleanUp.message) return ended ?? cleanUp
  return { ...ended, message: `${ended.message}; the clean-up failed as well: ${cleanUp.message}` }
}

async function runSteps(
  plan: Plan,
  session: Session,
  found: Found,
  { actor = reference(), isEnough }: Conduct,
): Promise<Reason | undefined> {
  for (const operation of plan.setUp) await perform(operation, session, () => undefined)
  const stage = openStage(session, found, isEnough)
  return (await actor.perform(plan, session, stage)) ?? stage.ended()
}

/** Undoes what was asked of the agent, and takes back whatever else is new since the beginning: that is a leak, and reported. */
async function leaveNothing({ client, slowness }: Session): Promise<readonly Leftover[]> {
  const { removed, remaining } = await client.call('clean', { timeout: 5_000 * slowness })
  return [...removed, ...remaining.map(left => ({ ...left, remains: true as const }))]
}

async function afterTimeout(
  { lab }: Attempt,
  machine: Machine,
  deadlines: Heartbeat,
  over: AbortSignal,
): Promise<Reason> {
  const ms = lab.timeout * machine.slowness
  await sleep(deadlines, ms, over)
  return problemReason(runProblem('lab-timeout', { lab: lab.id, seconds: ms / 1000 }))
}

function interrupted({ lab }: Attempt, stop: AbortSignal, over: AbortSignal): Promise<Reason> {
  return new Promise(resolve => {
    const tell = () => resolve(problemReason(runProblem('interrupted', { lab: lab.id })))
    if (stop.aborted) return tell()
    stop.addEventListener('abort', tell)
    // Not by the option `signal`: with several attempts at once, Node 20 forgets whose listener it is to remove.
    over.addEventListener('abort', () => stop.removeEventListener('abort', tell))
  })
}
