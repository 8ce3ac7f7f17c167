import type { AttemptHead, Evidence, Exit, MachineRecord, Sample } from '../evidence/evidence.ts'
import type { Reason } from '../evidence/reason.ts'
import { judgedOf } from '../lab/judged.ts'
import type { Lab, Step } from '../lab/lab.ts'
import type { ProblemKind } from '../problem.ts'
import type { Leftover } from '../protocol/message.ts'
import type { Verdict } from '../verdict/verdict.ts'

/**
 * Everything a run reports, in order; events of attempts that run at once are interleaved, and each names its attempt by id.
 * A closed union: each reporter is a table over it, so that a new event does not compile until all of them know it.
 */
export type RunEvent =
  | {
      readonly type: 'run-start'
      /** Every lab that is attempted, once. */
      readonly labs: readonly LabHead[]
      /** How many attempts will be made at each lab, by its id. */
      readonly attempts: Readonly<Record<string, number>>
      readonly seed: string
      readonly machine: string
    }
  /** Something is wrong with the run as a whole: a lab or evidence that can't be read, or a machine that can't be opened. */
  | {
      readonly type: 'problem'
      readonly kind: ProblemKind
      readonly code: string
      readonly message: string
      readonly remedy?: string
      /** The file it is about; lines and columns count from 1. */
      readonly at?: { readonly file: string; readonly line?: number; readonly column?: number }
    }
  /** Progress of slow work before or between attempts, such as building the image. */
  | {
      readonly type: 'progress'
      readonly task: string
      readonly detail?: string
      readonly done?: boolean
      readonly ms?: number
    }
  /** Leftovers of a killed run, now removed. */
  | { readonly type: 'swept'; readonly what: readonly Leftover[] }
  /** What earlier labs have changed on the machine and could not be taken back, so that this one begins with it. */
  | { readonly type: 'remaining'; readonly what: readonly Leftover[] }
  /** Attempts start in the order of the run. */
  | {
      readonly type: 'attempt-start'
      readonly attempt: AttemptHead
      /** The file that was handed in, if the attempt performs one. */
      readonly file?: string
    }
  /** The machine is open; from now on the lab names its cgroups by their paths in it. */
  | {
      readonly type: 'machine-ready'
      readonly attempt: string
      readonly lab: LabHead
      readonly machine: MachineRecord
    }
  | { readonly type: 'step-start'; readonly attempt: string; readonly step: StepHead }
  /** An operation, as the shell line a person would type. */
  | {
      readonly type: 'operation'
      readonly attempt: string
      readonly step: string
      readonly line: string
      /** The standing shell it is typed into. */
      readonly shell?: string
    }
  | {
      readonly type: 'output'
      readonly attempt: string
      readonly step: string
      readonly stream: 'stdout' | 'stderr'
      readonly text: string
      /** Bytes of the stream right before this text that were not kept. */
      readonly dropped?: number
    }
  | {
      readonly type: 'step-end'
      readonly attempt: string
      readonly step: string
      readonly exit?: Exit
      readonly ms: number
      readonly ended?: Reason
    }
  /** What was read at the end of the step; its bindings identify each subject. */
  | { readonly type: 'sample'; readonly attempt: string; readonly step: string; readonly sample: Sample }
  | { readonly type: 'verdict'; readonly attempt: string; readonly verdict: Verdict }
  /** What a reader of the result has to know, and what decides no outcome. */
  | { readonly type: 'note'; readonly attempt: string; readonly code: string; readonly message: string }
  | {
      readonly type: 'attempt-end'
      readonly attempt: string
      readonly ms: number
      readonly leaks: readonly Leftover[]
      readonly evidence: Evidence
      readonly ended?: Reason
      /** It was performed by an earlier call, and judged again from its evidence. */
      readonly remembered?: true
    }
  | { readonly type: 'run-end'; readonly ms: number; readonly interrupted: boolean }

export type Emit = (event: RunEvent) => void

/** The id of the attempt an event is about; undefined for events of the whole run. */
export function attemptOf(event: RunEvent): string | undefined {
  if (!('attempt' in event)) return undefined
  return typeof event.attempt === 'string' ? event.attempt : event.attempt.id
}

export interface LabHead {
  readonly id: string
  readonly file: string
  readonly title: string
  readonly about: string
  readonly claims: readonly string[]
  readonly reads: readonly string[]
  readonly vars: Readonly<Record<string, string>>
  /** The number of checks, so that a TAP plan can be written before they are judged. */
  readonly checks: number
}

export interface StepHead {
  readonly id: string
  readonly text: string
  readonly task?: string
  readonly as?: string
  /** Ids of its checks, so that one that is never judged can be reported. */
  readonly checks: readonly string[]
}

/** The part of a lab that reports show before anything has run. */
export function labHead({ id, file, title, about, claims, reads, vars, steps }: Lab): LabHead {
  const checks = steps.reduce((sum, step) => sum + judgedOf(step).length, 0)
  return { id, file, title, about, claims, reads, vars, checks }
}

export function stepHead(step: Step): StepHead {
  const { id, text, task, as } = step
  const checks = judgedOf(step).map(({ id }) => id)
  return { id, text, checks, ...(task === undefined ? {} : { task }), ...(as === undefined ? {} : { as }) }
}
