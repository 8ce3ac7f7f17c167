import type { CallError, Leftover, Look } from '../protocol/message.ts'
import type { Binding, Unbound } from './binding.ts'

/** All that a lab's verdicts rest on: raw text and where it came from. Judging it again needs no machine. */
export interface Evidence {
  readonly format: 1
  readonly lab: { readonly id: string; readonly file: string; readonly seed: string; readonly digest: string }
  readonly machine: MachineRecord
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly steps: readonly StepEvidence[]
  /** Found after the lab's own clean-up, and removed. */
  readonly leaks: readonly Leftover[]
  /** Why the lab ended before its last step. */
  readonly ended?: Reason
}

export interface MachineRecord {
  readonly name: string
  readonly description: string
  readonly release: string
  readonly node: string
  /** Where `${cgroup}` is. */
  readonly cgroup: string
  readonly controllers: readonly string[]
}

export interface StepEvidence {
  readonly id: string
  /** What was done, in order. */
  readonly operations: readonly Done[]
  /** Milliseconds on the agent's clock. */
  readonly startedAt: number
  readonly endedAt: number
  /** What the step's own process, or the line typed into a shell, printed. */
  readonly output: { readonly stdout: string; readonly stderr: string }
  /** How the step's own process, or the line typed into a shell, ended. */
  readonly exit?: Exit
  /** Ends seen so far of processes that steps named with `as`. */
  readonly exits: Readonly<Record<string, Exit>>
  readonly samples: readonly Sample[]
  /** Why it was not done, or not to the end. */
  readonly ended?: Reason
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

/** One look at everything the step's checks ask for. */
export interface Sample {
  readonly at: number
  /** `before`: just before the step began; `during` it; at its `end`; `after` it (for `holds`). */
  readonly moment: 'before' | 'during' | 'end' | 'after'
  /** Who each subject was, by its key. */
  readonly bindings: Readonly<Record<string, Binding | Unbound>>
  readonly readings: readonly Reading[]
}

/** Why something could not be done or told. `kind` decides the outcome, never the prose. */
export interface Reason {
  readonly kind: 'unsupported' | 'error' | 'skipped'
  readonly code: string
  readonly message: string
  readonly remedy?: string
  readonly call?: CallError
}

/** One source and what it held. `source` is what a person would type to see the same (`sourceName` of kernel/source.ts): the key. */
export type Reading = { readonly source: string } & Look
