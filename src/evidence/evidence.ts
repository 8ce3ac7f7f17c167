import type { Leftover } from '../protocol/message.ts'
import type { Binding, Unbound } from './binding.ts'
import type { HandRecord } from './hand.ts'
import type { Observation } from './observation.ts'
import type { Cut, OutsideReading, Reading } from './reading.ts'
import type { Reason } from './reason.ts'

/** Everything that the verdicts of one attempt depend on: raw texts and their sources. It can be judged again without a machine. */
export interface Evidence {
  readonly format: typeof evidenceFormat
  readonly attempt: AttemptHead
  /** The lab as attempted: the file it was read from, and a digest of everything in it that decides a verdict (16 hexadecimal digits). */
  readonly lab: { readonly file: string; readonly digest: string }
  readonly machine: MachineRecord
  /** Absent in evidence of earlier versions, which observed from inside. */
  readonly observation?: Observation
  /** ISO 8601, UTC, on the runner's clock. */
  readonly startedAt: string
  readonly steps: readonly StepEvidence[]
  /** If the steps were done by hand: what was done and seen. The evidence of the steps is derived from it. */
  readonly hand?: HandRecord
  /** What the lab left behind, found after its own clean-up. */
  readonly leaks: readonly Leftover[]
  /** Why the attempt ended before the last step. */
  readonly ended?: Reason
}

/** The version of the evidence format. */
export const evidenceFormat = 3

/** Identifies one attempt at one lab. */
export interface AttemptHead {
  /** Unique in a run and in an evidence folder; made by `attemptId`. */
  readonly id: string
  /** The ID of the lab, such as `namespace/pid`. */
  readonly lab: string
  /** The seed from which variables draw their values. */
  readonly seed: string
  /** The number of this attempt at the lab with this seed, from 1. */
  readonly number: number
  /** The learner, unless the runner acts. */
  readonly learner?: string
}

/** The machine of an attempt. */
export interface MachineRecord {
  /** Its kind: `vm`, `vagrant` or `local`. */
  readonly name: string
  /** For people: `QEMU 7.2.22, TCG (software emulation)`. */
  readonly description: string
  /** The kernel release, as `uname -r` prints it. */
  readonly release: string
  /** The version of Node that runs the agent. */
  readonly node: string
  /** The directory that `${cgroup}` stands for. */
  readonly cgroup: string
  /** The controllers enabled for that directory's children. */
  readonly controllers: readonly string[]
  /** Whether ptrace(2) was possible. If it was refused, root in the machine could not take over the agent that way. */
  readonly ptrace?: 'allowed' | 'refused'
}

/** The record of one step. */
export interface StepEvidence {
  readonly id: string
  /** The operations performed, in order. */
  readonly operations: readonly Done[]
  /** Milliseconds on the agent's clock. */
  readonly startedAt: number
  readonly endedAt: number
  /** Output of the step's own process, or of the lines typed into a shell. */
  readonly output: Output
  /** How that process, or the last of those lines, ended. */
  readonly exit?: Exit
  /** By name, how processes that steps named with `as` ended; without those that still run. */
  readonly exits: Readonly<Record<string, Exit>>
  /** What was answered to the question of the step; at most `longestAnswer` characters. */
  readonly answer?: string
  /** In the order in which they were read. */
  readonly samples: readonly Sample[]
  /** Why the step was not performed, or not finished. */
  readonly ended?: Reason
}

/** Characters of an answer. */
export const longestAnswer = 256

/** The captured output of a step, as UTF-8 text in which invalid sequences are replaced. */
export interface Output {
  readonly stdout: string
  readonly stderr: string
  /** The gap of each stream that was not kept whole. */
  readonly cut?: { readonly stdout?: Cut; readonly stderr?: Cut }
}

/** A performed operation. */
export interface Done {
  /** The operation as a shell line. */
  readonly line: string
  /** The name of the shell it was typed into, if any. */
  readonly shell?: string
  /** Its output before the step's own command started: a limit that was read back. */
  readonly said?: string
}

/** How a process ended; waitpid(2). Either `code` or `signal` is null. */
export interface Exit {
  /** The exit code, 0 to 255. */
  readonly code: number | null
  /** The name of the signal that killed it: `SIGKILL`. */
  readonly signal: string | null
}

/** Everything that a step's checks depend on, read at one moment. */
export interface Sample {
  /** Milliseconds on the agent's clock. */
  readonly at: number
  /** `earlier`, at the end of another step; `before` the step began; `during` it; at its `end`; `after` it (for `holds`). */
  readonly moment: 'earlier' | 'before' | 'during' | 'end' | 'after'
  /** The step that an `earlier` one was the end of. */
  readonly step?: string
  /** The binding of each subject, by the subject's key. */
  readonly bindings: Readonly<Record<string, Binding | Unbound>>
  readonly readings: readonly Reading[]
  /** The same facts from outside, where the machine was observed so. */
  readonly outside?: readonly OutsideReading[]
}
