import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Evidence, MachineRecord, Reason, StepEvidence } from '../evidence/evidence.ts'
import type { Lab } from '../lab/lab.ts'
import type { Connection, Machine } from '../machine/machine.ts'
import { onGround } from '../plan/on-ground.ts'
import { type Plan, planLab, untouched } from '../plan/plan.ts'
import { connect } from '../protocol/client.ts'
import type { Census, Leftover } from '../protocol/message.ts'
import { judgeStep, unreached } from '../verdict/judge.ts'
import type { Outcome, Verdict } from '../verdict/verdict.ts'
import { perform } from './actor/perform.ts'
import type { RunEvent } from './event.ts'
import { labHead, stepHead } from './head.ts'
import { missingNeeds } from './need.ts'
import { problemReason, reasonOf, runProblem } from './reason.ts'
import { renew } from './renew.ts'
import type { Session } from './session.ts'
import { machineRecord, openSession } from './session.ts'
import { runStep } from './step.ts'

/** How a lab is run where it is not simply run to its end. */
export interface Manner {
  /** Nothing is done, and everything is looked at. Default false. */
  readonly untouched?: boolean
  /** Asked after each step with its verdicts: whether the rest need not be run. Default never. */
  readonly isEnough?: (verdicts: readonly Verdict[], evidence: StepEvidence) => boolean
  /** Nobody asks what it leaves behind: where the machine is thrown away after it, nothing is taken back. Default false. */
  readonly unswept?: boolean
}

/** Runs a lab in a machine no lab has touched, tells what happens, and gives the evidence. It never throws: what goes wrong is a reason. */
export async function runLab(
  lab: Lab,
  machine: Machine,
  emit: (event: RunEvent) => void,
  stop: AbortSignal,
  manner: Manner = {},
): Promise<Evidence> {
  const startedAt = new Date()
  const began = performance.now()
  const done = newProgress()
  const over = new AbortController()
  let connection: Connection | undefined
  let ended: Reason | undefined
  try {
    connection = await machine.open()
    ended = await Promise.race([
      inMachine({ lab, machine, connection, emit, done, manner }),
      connection.lost.then(problem => problemReason(problem)),
      afterTimeout(lab, machine, over.signal),
      interrupted(lab, stop, over.signal),
    ])
  } catch (error) {
    ended = await reasonOf(error, connection ?? {})
  }
  over.abort()
  await connection?.close()
  const told = onGround(lab, done.machine ?? unknownMachine)
  for (const verdict of unreached(told, done.steps, ended, done.outcomes))
    emit({ type: 'verdict', lab: lab.id, verdict })
  const evidence: Evidence = {
    format: 1,
    lab: { id: lab.id, file: lab.file, seed: lab.seed, digest: labDigest(lab) },
    machine: done.machine ?? { name: machine.name, description: machine.description, ...unknownMachine },
    startedAt: startedAt.toISOString(),
    steps: done.steps,
    leaks: done.leaks,
    ...(ended ? { ended } : {}),
  }
  const ms = performance.now() - began
  emit({ type: 'lab-end', lab: lab.id, ms, leaks: done.leaks, evidence, ...(ended ? { ended } : {}) })
  return evidence
}

/** What has been found so far; kept outside, so that nothing found is lost when the machine is. */
interface Progress {
  machine?: MachineRecord
  steps: StepEvidence[]
  outcomes: Map<string, Outcome>
  leaks: readonly Leftover[]
}

const newProgress = (): Progress => ({ steps: [], outcomes: new Map(), leaks: [] })

const unknownMachine = { release: '', node: '', cgroup: '/sys/fs/cgroup', controllers: [] }

/** A lab on its way through a machine. */
interface Passage {
  readonly lab: Lab
  readonly machine: Machine
  readonly connection: Connection
  readonly emit: (event: RunEvent) => void
  readonly done: Progress
  readonly manner: Manner
}

async function inMachine({
  lab,
  machine,
  connection,
  emit,
  done,
  manner,
}: Passage): Promise<Reason | undefined> {
  const client = await connect(connection.channel)
  const isLeft = manner.unswept === true && machine.restored
  const [hello, before] = await Promise.all([
    client.call('hello', {}),
    isLeft ? null : client.call('census', {}),
    machine.restored ? renew(client) : null,
  ])
  if (hello.swept.length > 0) emit({ type: 'swept', what: hello.swept })
  const session = openSession({ lab, client, hello, machine, lost: connection.lost, emit })
  done.machine = machineRecord(session)
  const whole = planLab(lab, session.ground)
  emit({ type: 'lab-start', lab: labHead(whole.lab), machine: done.machine })
  const missing = await missingNeeds(lab.needs, hello, session)
  if (missing) return missing
  const plan = manner.untouched ? untouched(whole) : whole
  const explained = (error: unknown) => reasonOf(error, session)
  const ended = await runSteps(plan, session, done, manner).catch(explained)
  if (!before) return ended
  // What ended the lab matters more than that it can't be undone, which often follows from it.
  return leaveNothing(plan, session, before).then(
    leaks => {
      done.leaks = leaks
      return ended
    },
    async error => ended ?? explained(error),
  )
}

async function runSteps(
  plan: Plan,
  session: Session,
  done: Progress,
  { isEnough }: Manner,
): Promise<Reason | undefined> {
  const { lab } = session
  for (const operation of plan.setUp) await perform(operation, session, () => undefined)
  for (const stepPlan of plan.steps) {
    const { step } = stepPlan
    session.emit({ type: 'step-start', lab: lab.id, step: stepHead(step) })
    const evidence = await runStep(stepPlan, session)
    done.steps.push(evidence)
    const { ended, exit } = evidence
    const ms = evidence.endedAt - evidence.startedAt
    session.emit({
      type: 'step-end',
      lab: lab.id,
      step: step.id,
      ms,
      ...(exit ? { exit } : {}),
      ...(ended ? { ended } : {}),
    })
    for (const sample of evidence.samples.filter(({ moment }) => moment === 'end'))
      session.emit({ type: 'sample', lab: lab.id, step: step.id, sample })
    const context = { lab, machine: machineRecord(session), earlier: done.outcomes }
    const verdicts = judgeStep(step, evidence, context)
    for (const verdict of verdicts) {
      done.outcomes.set(verdict.check, verdict.outcome)
      session.emit({ type: 'verdict', lab: lab.id, verdict })
    }
    if (ended && ended.code !== 'step-timeout') return ended
    if (isEnough?.(verdicts, evidence)) return undefined
  }
  return undefined
}

/** Takes back what the plan made, then whatever else is new since the beginning: that is a leak, told and removed. */
async function leaveNothing(plan: Plan, session: Session, before: Census): Promise<readonly Leftover[]> {
  for (const operation of plan.tearDown) await perform(operation, session, () => undefined)
  const { removed, remaining } = await session.client.call('clean', {
    before,
    timeout: 5_000 * session.slowness,
  })
  return [
    ...removed,
    ...remaining.map(left => ({ ...left, what: `${left.what}, which could not be removed` })),
  ]
}

async function afterTimeout(lab: Lab, machine: Machine, over: AbortSignal): Promise<Reason> {
  const ms = lab.timeout * machine.slowness
  await sleep(ms, undefined, { signal: over, ref: false }).catch(() => undefined)
  return problemReason(runProblem('lab-timeout', { lab: lab.id, seconds: ms / 1000 }))
}

function interrupted(lab: Lab, stop: AbortSignal, over: AbortSignal): Promise<Reason> {
  return new Promise(resolve => {
    const tell = () => resolve(problemReason(runProblem('interrupted', { lab: lab.id })))
    if (stop.aborted) return tell()
    stop.addEventListener('abort', tell)
    // Not by the option `signal`: of several labs at once, Node 20 forgets whose listener it is to remove.
    over.addEventListener('abort', () => stop.removeEventListener('abort', tell))
  })
}

/** Two runs judged the same lab if this is equal: the drawn values are in it. */
export function labDigest(lab: Lab): string {
  const { file: _, ...rest } = lab
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex').slice(0, 16)
}
