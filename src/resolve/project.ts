import type { Exit, Sample, StepEvidence } from '../evidence/evidence.ts'
import type { HandCommand, HandLook } from '../evidence/hand.ts'
import type { Cut } from '../evidence/reading.ts'
import { type Judged, judgedOf } from '../lab/judged.ts'
import type { Step } from '../lab/lab.ts'
import { signalOfCode } from '../linux/signal.ts'
import { sourcesOf } from '../plan/check-sources.ts'
import { stepsBeforeIn } from '../plan/growth.ts'
import { holdTime } from '../plan/hold-time.ts'
import { subjectKey } from '../subject/subject.ts'
import { type Assignment, aliveIn } from './assignment.ts'
import { bindAt, type HandGround } from './bind.ts'
import type { Try } from './try.ts'

/** What is known of an open step. */
export interface Moment {
  /** From the look at which the step opened to the latest. */
  readonly looks: readonly [HandLook, ...HandLook[]]
  /** Ended commands that could be what the step asks for. */
  readonly commands: readonly HandCommand[]
  /** Commands that were started in the step and still run, such as the shell that it opens: they are shown. */
  readonly running: readonly HandCommand[]
  /** Commands of any step that have ended. */
  readonly ended: readonly HandCommand[]
  /** The looks at the end of earlier steps, by the ID of each. */
  readonly ends: ReadonlyMap<string, HandLook>
  readonly ground: HandGround
}

/** The evidence of a step as if the runner had performed it by these processes: by one of several tries, which share most of it. */
export function projector(
  step: Step,
  { looks, running, ended, ends, ground }: Moment,
  assignment: Assignment,
): (attempt: Try) => StepEvidence {
  const [opened] = looks
  const end = endOf(step, looks)
  const from = isEver(step) ? 0 : end
  const momentOf = (index: number): Sample['moment'] =>
    index === end ? 'end' : index > end ? 'after' : 'during'
  const sampled = (look: HandLook, moment: Sample['moment']) =>
    sampleOf(judgedOf(step), look, moment, assignment, ground)
  const samples = looks.slice(from).map((look, index) => sampled(look, momentOf(from + index)))
  const exits = exitsOf(assignment, looks, ended)
  const before = new Map<HandLook, Sample>()
  const earlier = [...stepsBeforeIn(step)].flatMap(id => {
    const look = ends.get(id)
    return look ? [{ ...sampled(look, 'earlier'), step: id }] : []
  })
  return attempt => {
    const last = attempt.at(-1)
    const startedAt = attempt[0]?.startedAt ?? opened.at
    const base = looks.findLast(({ at }) => at <= startedAt) ?? opened
    const begun = before.get(base) ?? sampled(base, 'before')
    before.set(base, begun)
    return {
      id: step.id,
      operations: operationsOf([...attempt, ...running]),
      startedAt,
      endedAt: last?.endedAt ?? looks[end]?.at ?? startedAt,
      output: outputOf(attempt),
      ...(last?.status !== undefined && { exit: exitOf(last.status) }),
      exits,
      samples: [...earlier, begun, ...samples],
    }
  }
}

/** The lines that were typed, in the order in which they were. */
function operationsOf(commands: readonly HandCommand[]): StepEvidence['operations'] {
  return commands
    .toSorted((a, b) => a.startedAt - b.startedAt)
    .map(({ line, terminal }) => ({ line, ...(terminal > 1 ? { shell: `@${terminal}` } : {}) }))
}

/** Whether a step asks for any moment of it. */
export const isEver = ({ expect }: Step): boolean => expect.some(({ when }) => when.kind === 'ever')

/** The look at the end of a step, as far as it is known. */
export const endLook = (step: Step, looks: readonly HandLook[]): HandLook | undefined =>
  looks[endOf(step, looks)]

/** The look that counts as the end of the step: the latest, or the latest one since which enough time has passed for what must hold. */
function endOf(step: Step, looks: readonly HandLook[]): number {
  const latest = (looks.at(-1)?.at ?? 0) - holdTime(step)
  return Math.max(
    0,
    looks.findLastIndex(({ at }) => at <= latest),
  )
}

function sampleOf(
  checks: readonly Judged[],
  look: HandLook,
  moment: Sample['moment'],
  assignment: Assignment,
  ground: HandGround,
): Sample {
  const subjects = checks.flatMap(check => sourcesOf(check).map(({ subject }) => subject))
  const bindings = Object.fromEntries(
    subjects.map(subject => [subjectKey(subject), bindAt(subject, look, assignment, ground)]),
  )
  const { at, readings, outside } = look
  return { at, moment, bindings, readings, ...(outside && { outside }) }
}

/** A terminal shows both streams as one text. */
function outputOf(attempt: Try): StepEvidence['output'] {
  const stdout = attempt.map(({ output }) => output).join('')
  const at = attempt.findLastIndex(({ cut }) => cut)
  const cut = attempt[at]?.cut
  if (!cut) return { stdout, stderr: '' }
  const before = attempt.slice(0, at).reduce((length, { output }) => length + output.length, 0)
  const moved: Cut = { ...cut, at: cut.at + before }
  return { stdout, stderr: '', cut: { stdout: moved } }
}

/** What `$?` says of a command; a shell reports a signal as 128 and its number. */
function exitOf(status: number): Exit {
  const signal = status > 128 ? signalOfCode(status) : undefined
  return signal === undefined ? { code: status, signal: null } : { code: null, signal }
}

/**
 * How named processes ended, as far as a shell said: by the innermost command that was running when the process was first seen in this
 * step, and ended after it was last seen. Nothing is known of one in the background of the shell itself.
 */
function exitsOf(
  assignment: Assignment,
  looks: Moment['looks'],
  commands: readonly HandCommand[],
): Readonly<Record<string, Exit>> {
  const exits = [...assignment].flatMap(([name, process]) => {
    const isSeen = (look: HandLook) => aliveIn(process, look)
    if (isSeen(looks.at(-1) ?? looks[0])) return []
    const first = looks.find(isSeen) ?? looks[0]
    const last = looks.findLast(isSeen) ?? looks[0]
    const around = commands.filter(
      ({ startedAt, endedAt = 0, status }) =>
        status !== undefined && startedAt <= first.at && endedAt > last.at,
    )
    const [innermost] = around.toSorted((a, b) => b.startedAt - a.startedAt)
    return innermost?.status === undefined ? [] : [[name, exitOf(innermost.status)] as const]
  })
  return Object.fromEntries(exits)
}
