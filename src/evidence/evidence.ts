import type { Leftover, Look } from '../protocol/message.ts'
import type { Binding, Unbound } from './binding.ts'
import type { Reason } from './reason.ts'

/** Everything that the verdicts of one attempt depend on: raw texts and their sources. It can be judged again without a machine. */
export interface Evidence {
  readonly format: typeof evidenceFormat
  readonly attempt: AttemptHead
  /** The lab as it was attempted: where it was read from, and a digest of all that decides a verdict. */
  readonly lab: { readonly file: string; readonly digest: string }
  readonly machine: MachineRecord
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly steps: readonly StepEvidence[]
  /** Found after the lab's own clean-up, and removed. */
  readonly leaks: readonly Leftover[]
  /** Why the attempt ended before the last step. */
  readonly ended?: Reason
}

/** The version of kept evidence. */
export const evidenceFormat = 2

/** Identifies one attempt at one lab. */
export interface AttemptHead {
  /** Unique in a run and in a folder of evidence; made by `attemptId`. */
  readonly id: string
  /** The id of the lab. */
  readonly lab: string
  readonly seed: string
  /** Which attempt at this lab with this seed, counted from 1. */
  readonly number: number
  /** The learner, unless the runner acts. */
  readonly learner?: string
}

export interface MachineRecord {
  readonly name: string
  readonly description: string
  /** Of the kernel; `uname -r`. */
  readonly release: string
  readonly node: string
  /** The directory `${cgroup}` stands for. */
  readonly cgroup: string
  readonly controllers: readonly string[]
  /** Whether a process could be traced; where not, root in the machine can't take over the agent that way. */
  readonly ptrace?: 'allowed' | 'refused'
}

export interface StepEvidence {
  readonly id: string
  /** What was done, in order. */
  readonly operations: readonly Done[]
  /** Milliseconds on the agent's clock. */
  readonly startedAt: number
  readonly endedAt: number
  /** Output of the step's own process, or of the lines typed into a shell. */
  readonly output: Output
  /** How that process, or the last of those lines, ended. */
  readonly exit?: Exit
  /** How processes that steps named with `as` ended; only of those that have. */
  readonly exits: Readonly<Record<string, Exit>>
  readonly samples: readonly Sample[]
  /** Why the step was not done, or not finished. */
  readonly ended?: Reason
}

export interface Output {
  readonly stdout: string
  readonly stderr: string
  /** Of each stream that was not kept whole, what is missing. */
  readonly cut?: { readonly stdout?: Cut; readonly stderr?: Cut }
}

/** A place of a text where something was not kept. */
export interface Gap {
  /** How many characters of the text come before it. */
  readonly at: number
  readonly bytes: number
}

export interface Cut extends Gap {
  /** Lines of the whole that are not blank, counted while it was printed. */
  readonly lines: number
}

export interface Done {
  /** The operation as a shell line. */
  readonly line: string
  /** The standing shell it was typed into. */
  readonly shell?: string
  /** What it printed before the step's own command began: a limit that was read back. */
  readonly said?: string
}

export interface Exit {
  readonly code: number | null
  readonly signal: string | null
}

/** Everything a step's checks ask for, read at one moment. */
export interface Sample {
  /** Milliseconds on the agent's clock. */
  readonly at: number
  /** `before` the step began; `during` it; at its `end`; `after` it (for `holds`). */
  readonly moment: 'before' | 'during' | 'end' | 'after'
  /** The binding of each subject, by its key. */
  readonly bindings: Readonly<Record<string, Binding | Unbound>>
  readonly readings: readonly Reading[]
}

/** One source and what it held. `source` is what a person would type to see the same (`sourceName` of kernel/source.ts). */
export type Reading = { readonly source: string } & Look
