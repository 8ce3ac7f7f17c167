import type { Evidence, Exit, MachineRecord, Reason, Sample } from '../evidence/evidence.ts'
import type { Leftover } from '../protocol/message.ts'
import type { Verdict } from '../verdict/verdict.ts'

/** Everything a run tells, in order. Closed: each reporter is a table over it, so that a new event does not compile until all know it. */
export type RunEvent =
  | {
      readonly type: 'run-start'
      readonly labs: readonly LabHead[]
      readonly seed: string
      readonly machine: string
    }
  /** Something long is being done before or between labs: the image is built, the template is made. */
  | {
      readonly type: 'progress'
      readonly task: string
      readonly detail?: string
      readonly done?: boolean
      readonly ms?: number
    }
  /** Left by a run that was killed, and removed now. */
  | { readonly type: 'swept'; readonly what: readonly Leftover[] }
  | { readonly type: 'lab-start'; readonly lab: LabHead; readonly machine: MachineRecord }
  | { readonly type: 'step-start'; readonly lab: string; readonly step: StepHead }
  /** An operation, as the shell line a person would type. */
  | {
      readonly type: 'operation'
      readonly lab: string
      readonly step: string
      readonly line: string
      /** The standing shell it is typed into. */
      readonly shell?: string
    }
  | {
      readonly type: 'output'
      readonly lab: string
      readonly step: string
      readonly stream: 'stdout' | 'stderr'
      readonly text: string
    }
  | {
      readonly type: 'step-end'
      readonly lab: string
      readonly step: string
      readonly exit?: Exit
      readonly ms: number
      readonly ended?: Reason
    }
  /** What was read at the end of the step; the bindings tell who is inside and outside. */
  | { readonly type: 'sample'; readonly lab: string; readonly step: string; readonly sample: Sample }
  | { readonly type: 'verdict'; readonly lab: string; readonly verdict: Verdict }
  | {
      readonly type: 'lab-end'
      readonly lab: string
      readonly ms: number
      readonly leaks: readonly Leftover[]
      readonly evidence: Evidence
      readonly ended?: Reason
    }
  | { readonly type: 'run-end'; readonly ms: number; readonly interrupted: boolean }

export interface LabHead {
  readonly id: string
  readonly file: string
  readonly title: string
  readonly about: string
  readonly claims: readonly string[]
  readonly reads: readonly string[]
  readonly vars: Readonly<Record<string, string>>
  /** How many checks it has, so that a plan can be written before they are judged. */
  readonly checks: number
}

export interface StepHead {
  readonly id: string
  readonly text: string
  readonly task?: string
  readonly as?: string
  /** The checks to come, so that an unjudged one is never forgotten. */
  readonly checks: readonly string[]
}
