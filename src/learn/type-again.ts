import { onlyReads } from '../attempt/actor/hand/full-screen.ts'
import type { LearnersDesk } from '../attempt/actor/hand/learner.ts'
import { scriptOf } from '../attempt/actor/hand/script-line.ts'
import { interruptReader, typedLine } from '../attempt/actor/hand/submission.ts'
import type { Terminal } from '../attempt/actor/hand/terminal.ts'
import type { Step } from '../lab/lab.ts'
import { holdTime } from '../plan/hold-time.ts'
import { sleep } from '../runtime/runtime.ts'
import type { SubmittedStep } from '../submission/submission.ts'

/** What came of typing lines again. */
export interface TypedAgain {
  /** How many lines were typed. */
  readonly lines: number
  /** The steps that are done by it. */
  readonly steps: readonly Step['id'][]
  /** The first step that is not done although its lines were typed, why if that is known, and how many steps after it were left out. */
  readonly missed?: { readonly step: Step['id']; readonly why?: string; readonly later: number }
}

/** Types the lines of steps into the terminals, one step after another, as long as each of them becomes true. */
export async function typeAgain(
  steps: readonly SubmittedStep[],
  desk: LearnersDesk,
  stop: AbortSignal,
  terminal: (number: number) => Promise<Terminal>,
): Promise<TypedAgain> {
  const { lab, session } = desk
  const script = scriptOf({ steps }, lab)
  const done: string[] = []
  let count = 0
  const typed = lab.steps.filter(({ id }) => steps.some(each => each.id === id))
  for (const [index, step] of typed.entries()) {
    const later = typed.length - index - 1
    const limit = step.timeout * session.slowness
    const missed = (why?: string): TypedAgain => ({
      lines: count,
      steps: done,
      missed: { step: step.id, later, ...(why !== undefined && { why }) },
    })
    for (const {
      terminal: number,
      text,
      interruptedAfter,
      fullScreen,
      isLast,
      isAfterInterrupt,
    } of script.filter(line => line.step === step.id)) {
      if (stop.aborted) return missed('interrupted')
      if (isAfterInterrupt) await interruptReader(await terminal(number), session)
      if (fullScreen && onlyReads(text)) continue
      if (fullScreen) return missed(`what was done in a full-screen program can't be typed again: ${text}`)
      const line = typedLine(text, desk.resolver, session)
      if (line === undefined) return missed(`no process is known that the line needs: ${text}`)
      count++
      const typing = (await terminal(number)).typeLine(line, { timeout: interruptedAfter ?? limit })
      const ended = await (isLast ? Promise.race([typing, desk.done(step.id)]) : typing)
      if (ended?.kind === 'overdue') await (await terminal(number)).interrupt({ timeout: 1_000 })
    }
    const patience = holdTime(step) + settling * session.slowness
    await Promise.race([desk.done(step.id), sleep(session.runtime, patience, stop)])
    if (!desk.resolver.closed().some(closed => closed.step.id === step.id)) return missed()
    done.push(step.id)
  }
  return { lines: count, steps: done }
}

/** Milliseconds for what was typed to become true. */
const settling = 3_000
