import type { Reason } from '../../../evidence/reason.ts'
import type { Step } from '../../../lab/lab.ts'
import { checksOfGrowth } from '../../../plan/growth.ts'
import { holdTime } from '../../../plan/hold-time.ts'
import { isPast, namesInSteps } from '../../../resolve/assignment.ts'
import { isEver } from '../../../resolve/project.ts'
import type { Resolver } from '../../../resolve/resolver.ts'
import { sleep } from '../../../runtime/runtime.ts'
import { withPathsIn } from '../../../submission/cgroup-path.ts'
import { pidNamesIn, withPids } from '../../../submission/pid-name.ts'
import type { Submission } from '../../../submission/submission.ts'
import { problemReason, runProblem } from '../../reason.ts'
import { reportActions } from '../../report-step.ts'
import type { Session } from '../../session.ts'
import type { Actor } from '../actor.ts'
import { growingIntervals } from '../watch.ts'
import { type Desk, openDesk } from './desk.ts'
import { edits, onlyReads } from './full-screen.ts'
import { lookingMeanwhile } from './look-meanwhile.ts'
import { type ScriptLine, scriptOf } from './script-line.ts'
import type { Terminal } from './terminal.ts'

/** Wide enough that no table of usual tools is cut. */
const size = { rows: 50, columns: 200 }

/** Performs what somebody handed in, by typing it again. A step is over when its last line has ended, done or not. */
export const submitted = (handedIn: (session: Session) => Submission): Actor => ({
  async perform(plan, session, stage) {
    const submission = handedIn(session)
    const closed: { step: string; at: number }[] = []
    const desk = await openDesk(plan.lab, session, { closed, size, history: false })
    stage.keep(desk.record)
    const script = scriptOf(submission, plan.lab)
    try {
      for (const { step } of plan.steps) {
        stage.begin(step)
        const lines = script.filter(line => line.step === step.id)
        if (lines.length === 0) await desk.look()
        const ended = await typeLines(lines, step, desk, session)
        await untilDone(step, lines, desk, session)
        closed.push({ step: step.id, at: session.now() })
        const { evidence } = desk.resolver.close()
        reportActions(evidence, { attempt: session.attempt.head.id, emit: session.emit })
        if (!stage.end({ ...evidence, ...(ended && { ended }) })) break
      }
    } finally {
      await desk.close()
    }
    return undefined
  },
})

/**
 * Types lines one after another, each when the one before has ended. Resolves to why the step can't count as finished. Throws at a
 * full-screen program: what the step would have come to is not known, so that none of its checks is decided.
 */
async function typeLines(
  lines: readonly ScriptLine[],
  step: Step,
  desk: Desk,
  session: Session,
): Promise<Reason | undefined> {
  const { slowness, runtime, deadlines = runtime } = session
  const end = deadlines.now() + step.timeout * slowness
  let isUnseen = false
  const look = async () => {
    await desk.look()
    isUnseen = false
  }
  for (const { terminal, text, interruptedAfter, fullScreen, isLast, isAfterInterrupt } of lines) {
    // Also where this line is not typed: those after it are not for what was interrupted.
    if (isAfterInterrupt) await interruptReader(await desk.terminal(terminal), session)
    const line = typedLine(text, desk.resolver, session)
    if (line === undefined) {
      desk.note({ terminal, line: text, output: noProcess(text) })
      continue
    }
    if (fullScreen && onlyReads(line)) continue
    if (fullScreen || edits(line)) throw runProblem('full-screen', { step: step.id, line })
    const left = Math.max(0, end - deadlines.now())
    const limit = interruptedAfter === undefined ? left : Math.min(left, interruptedAfter * slowness)
    if (isLast && isUnseen) await look()
    const mayRun = isLast && interruptedAfter === undefined && !desk.resolver.isDone()
    const isEnough = () => mayRun && desk.resolver.isDone() && desk.resolver.isSettled()
    const typing = (await desk.terminal(terminal)).typeLine(line, { timeout: limit })
    const everyLook = needsEveryLook(step, desk.resolver)
    const isWatched = everyLook || (mayRun && namesInSteps([step]).length > 0)
    const typed = isWatched ? await lookingMeanwhile(typing, desk, session, isEnough) : await typing
    if (!typed) continue
    isUnseen = true
    if (typed.kind === 'full-screen') {
      if (!onlyReads(line)) throw runProblem('full-screen', { step: step.id, line })
      await (await desk.terminal(terminal)).leaveScreen({ timeout: left })
    }
    if (typed.kind === 'overdue') {
      // It is judged by what is true before it is ended.
      await desk.look()
      await endOverdue(await desk.terminal(terminal), session)
      if (interruptedAfter === undefined)
        return problemReason(
          runProblem('line-timeout', { step: step.id, line, seconds: (step.timeout * slowness) / 1000 }),
        )
    }
    if (everyLook) await look()
  }
  if (isUnseen) await look()
  return undefined
}

/**
 * Whether a step may depend on what a look after one of its lines shows, and not only on the look after the last: by a name that is not known
 * yet, by what may be over or has to hold, or by what has grown since the try before. Other steps are spared: a look takes as long as several
 * lines, and time from what is measured.
 */
const needsEveryLook = (step: Step, { process }: Pick<Resolver, 'process'>) =>
  step.as !== undefined ||
  holdTime(step) > 0 ||
  step.expect.some(isPast) ||
  checksOfGrowth(step).length > 0 ||
  namesInSteps([step]).some(name => process(name) === undefined)

/** Interrupts what still runs, as a person would; a terminal in which that has no effect is closed. */
async function endOverdue(terminal: Terminal, { slowness }: Session): Promise<void> {
  const timeout = 500 * slowness
  for (let presses = 0; presses < 2; presses++)
    if ((await terminal.interrupt({ timeout })).kind === 'ended') return
  await terminal.close()
}

/** Interrupts a program that still reads what is typed, and that was interrupted before this line as the attempt was made. */
export async function interruptReader(
  terminal: Pick<Terminal, 'situation' | 'interrupt'>,
  { slowness }: Pick<Session, 'slowness'>,
): Promise<void> {
  if (terminal.situation === 'input') await terminal.interrupt({ timeout: 1_000 * slowness })
}

/** The line as this machine has paths and the numbers of processes; undefined if a process that it names is not known. */
export function typedLine(
  text: string,
  resolver: Pick<Resolver, 'process'>,
  { ground }: Pick<Session, 'ground'>,
): string | undefined {
  const pids = new Map(
    pidNamesIn(text).flatMap(name => {
      const process = resolver.process(name)
      return process ? [[name, process.pid] as const] : []
    }),
  )
  if (!pidNamesIn(text).every(name => pids.has(name))) return undefined
  return withPathsIn(withPids(text, pids), ground.cgroup)
}

const noProcess = (text: string) =>
  `unboxed: not typed, since no process is known that could be ${pidNamesIn(text).join(' and ')}\n`

/**
 * Milliseconds that what was typed has to take effect: a process in the background may not have executed its program yet. Where nothing runs
 * but the shells of the terminals, the shortest time is enough.
 */
const patience = { now: 150, started: 1_000, ever: 2_000 }

/** Whether a line leaves something in the background. */
const isStart = ({ text }: ScriptLine) => /&\s*$/.test(text)

/** Looks again until the step is done, as long as its checks may need. */
async function untilDone(
  step: Step,
  lines: readonly ScriptLine[],
  desk: Desk,
  session: Session,
): Promise<void> {
  const { slowness, runtime, deadlines = runtime } = session
  const longest = holdTime(step)
  const awaits = longest > 0 || isEver(step) ? 'ever' : lines.some(isStart) ? 'started' : 'now'
  const began = deadlines.now()
  const isOver = () => {
    const enough = patience[onlyShells(desk) ? 'now' : awaits]
    return desk.resolver.isDone() || deadlines.now() - began >= longest + enough * slowness
  }
  for (const interval of growingIntervals()) {
    if (isOver()) break
    await sleep(runtime, longest > 0 ? Math.min(400, longest / 4) : interval)
    await desk.look()
  }
}

/** Whether the last look showed no process of the attempt but the shells of its terminals. */
const onlyShells = ({ record: { looks } }: Desk) =>
  looks.at(-1)?.processes.every(({ login }) => login === true) ?? false
