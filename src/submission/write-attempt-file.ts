import type { HandCommand, HandRecord } from '../evidence/hand.ts'
import type { Lab } from '../lab/lab.ts'
import { printableJson } from '../printable.ts'
import { type AttemptFile, attemptFileVersion, type FileLine, type FileStep } from './attempt-file.ts'
import { withUsualPaths } from './cgroup-path.ts'
import { withNames } from './pid-name.ts'
import type { SeenOutcome } from './submission.ts'

/** An attempt that was made by hand. */
export interface HandAttempt {
  readonly lab: Pick<Lab, 'id' | 'seed' | 'steps'>
  readonly digest: string
  readonly learner?: string
  /** ISO 8601, UTC, on the runner's clock. */
  readonly startedAt: string
  /** The same moment on the agent's clock, milliseconds. */
  readonly began: number
  /** The folder in which the machine has the cgroups of labs. Default: that of the embedded VM. */
  readonly cgroup?: string
  /** For people: the machine and its kernel. */
  readonly machine?: string
  readonly record: Pick<HandRecord, 'commands'>
  readonly names: readonly NameBinding[]
  /** The IDs of the steps that were done. */
  readonly done: readonly string[]
  readonly seen: Readonly<Record<string, SeenOutcome>>
}

/** A time in which a name stood for a process, on the agent's clock. */
export interface NameBinding {
  readonly name: string
  readonly pid: number
  readonly from: number
  /** Absent: to the end. */
  readonly to?: number
}

/** The text of an attempt file. */
export function encodeAttemptFile(attempt: HandAttempt): string {
  const { lab, digest, learner, startedAt, machine, seen } = attempt
  const file: AttemptFile = {
    unboxed: { 'attempt-file': attemptFileVersion },
    lab: lab.id,
    digest,
    seed: lab.seed,
    ...(learner === undefined ? {} : { learner }),
    startedAt,
    ...(machine === undefined ? {} : { machine }),
    steps: stepsOf(attempt),
    seen,
  }
  return `${printableJson(file, 2)}\n`
}

/**
 * Commands keep the order in which they were typed: one that was typed when an earlier step had opened again stays with the step that
 * had been reached before.
 */
function stepsOf(attempt: HandAttempt): FileStep[] {
  const ids = attempt.lab.steps.map(({ id }) => id)
  const steps = ids.map(id => ({ id, lines: [] as FileLine[], done: attempt.done.includes(id) }))
  let reached = 0
  const commands = attempt.record.commands.filter(({ line }) => line.trim() !== '')
  for (const command of commands.toSorted((a, b) => a.startedAt - b.startedAt)) {
    reached = Math.max(reached, ids.indexOf(command.step))
    steps[reached]?.lines.push(fileLine(command, attempt))
  }
  return steps.map(({ id, lines, done }) => ({ id, ...(done ? { done } : {}), lines }))
}

function fileLine(command: HandCommand, { began, names, cgroup }: HandAttempt): FileLine {
  const { terminal, line, startedAt, endedAt, status, interruptedAfter, fullScreen } = command
  const ms = endedAt === undefined ? undefined : Math.max(0, Math.round(endedAt - startedAt))
  return {
    terminal,
    text: withNames(cgroup === undefined ? line : withUsualPaths(line, cgroup), namesAt(startedAt, names)),
    at: Math.max(0, Math.round(startedAt - began)),
    ...(ms === undefined ? {} : { ms }),
    ...(status === undefined ? {} : { status }),
    ...(interruptedAfter === undefined
      ? {}
      : { interruptedAfter: Math.max(0, Math.round(interruptedAfter)) }),
    ...(fullScreen && { fullScreen }),
  }
}

const namesAt = (time: number, names: readonly NameBinding[]): ReadonlyMap<number, string> =>
  new Map(
    names
      .filter(({ from, to = Number.POSITIVE_INFINITY }) => from <= time && time <= to)
      .map(({ pid, name }) => [pid, name]),
  )
