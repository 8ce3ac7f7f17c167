import type { Change } from '../change/change.ts'
import type { Verdict } from '../verdict/verdict.ts'

/** All that a task screen shows of an attempt, as data: it is drawn in the terminal, printed as lines, and sent to `unboxed watch`. */
export interface TaskView {
  readonly lab: {
    readonly id: string
    readonly title: string
    readonly about: string
    /** What the lab has put into the machine. */
    readonly files?: readonly { readonly path: string; readonly mode: number; readonly text: string }[]
  }
  /** Where the lab stands in the course, from 1; absent for a lab outside of it. */
  readonly place?: { readonly number: number; readonly of: number }
  /** Every step, in order. */
  readonly steps: readonly StepState[]
  /** The step that is shown: the open one, or one that somebody has turned to. */
  readonly step: StepView
  /** Whether every step is done or skipped. */
  readonly isFinished: boolean
  /** The lab that comes after this one. */
  readonly next?: string
  readonly changed: LatestChanges
  /** What cannot be done right now, and why: the machine does not answer, progress cannot be saved. */
  readonly notices: readonly string[]
  /** The number of the terminal that is in use, and how many are open. */
  readonly terminal: { readonly number: number; readonly of: number }
}

/** What changed in the kernel, in words, each with the line that shows it. */
export interface LatestChanges {
  /** How many commands did that: the last one, or more that were typed ahead of their prompts. */
  readonly commands: number
  readonly changes: readonly Change[]
}

export interface StepState {
  readonly id: string
  /** `open` is the present one: the first that is neither done nor skipped. */
  readonly state: 'done' | 'skipped' | 'open' | 'ahead'
}

export interface StepView extends StepState {
  /** From 1. */
  readonly number: number
  readonly text: string
  /** What is to be made true; a step without one of its own repeats `text`. */
  readonly task: string
  /** The terminal it is done in, if not the first. */
  readonly terminal?: number
  /** None for a step ahead. */
  readonly checks: readonly CheckView[]
  readonly question?: QuestionView
  /** Of whom the checks speak: `box is 412: unshare → bash`. */
  readonly who: readonly string[]
  /** Hints that were asked for, and how many more there are. */
  readonly hints: readonly string[]
  readonly hintsLeft: number
  /** The reference commands: once asked for, or once the step is done. */
  readonly solution?: readonly string[]
  /** What the learner typed, once the step is done. */
  readonly did?: readonly string[]
  /** Subjects from both sides, once the step is done. */
  readonly portraits?: readonly {
    readonly name: string
    readonly rows: readonly (readonly [what: string, inside: string, outside: string])[]
  }[]
}

/**
 * - `done`: its step is done
 * - `holds`: it is true now, and its step is not done
 * - `open`: it is not true yet
 * - `unjudged`: it could not be judged
 */
export interface CheckView {
  readonly state: 'done' | 'holds' | 'open' | 'unjudged'
  /** What is expected, what the kernel says now, where it says so. Its `why` is shown once its step is done. */
  readonly verdict: Verdict
}

export interface QuestionView {
  readonly ask: string
  readonly answer?: { readonly text: string; readonly isRight: boolean; readonly message: string }
}
