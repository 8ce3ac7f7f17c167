/** What somebody handed in: lines to type again, step by step. */
export interface Submission {
  /** The ID of its lab; a plain script may leave it out. */
  readonly lab?: string
  /** The digest of the lab that was attempted; only an attempt file has one. */
  readonly digest?: string
  /** The seed that the values were drawn from. */
  readonly seed?: string
  readonly learner?: string
  /** When the attempt began: ISO 8601, UTC. Only an attempt file says so. */
  readonly startedAt?: string
  /** The machine of the attempt, for people. Only an attempt file names it. */
  readonly machine?: string
  /** In the order in which they are typed, each at most once; a step may be missing or empty. */
  readonly steps: readonly SubmittedStep[]
  /** What was seen as the attempt was made, by the ID of the check; only an attempt file has it. */
  readonly seen?: Readonly<Record<string, SeenOutcome>>
}

export type SeenOutcome = 'pass' | 'fail' | 'skipped' | 'unsupported' | 'error'

export interface SubmittedStep {
  readonly id: string
  /** Where it stands: the number of its line in a script, or a place in an attempt file, such as `steps[1]`. For messages. */
  readonly at: string
  readonly lines: readonly SubmittedLine[]
  /** It was done as the attempt was made; only an attempt file says so. */
  readonly done?: true
}

export interface SubmittedLine {
  /** From 1. Absent: the step's own. */
  readonly terminal?: number
  /** One command, which may have several lines; `${box.pid}` is the PID of the process that `box` stands for (pid-name.ts). */
  readonly text: string
  /** Where it stands, as for a step: `17`, or `steps[1].lines[0]`. */
  readonly at: string
  /** Milliseconds from the beginning of the attempt until it was typed. */
  readonly typedAfter?: number
  /** Milliseconds that it ran; absent where its end was not seen. */
  readonly ran?: number
  /** `$?` after it. */
  readonly status?: number
  /** Milliseconds after which it was interrupted with Ctrl-C. */
  readonly interruptedAfter?: number
  /** It used the alternate screen: what was done there can't be performed again. */
  readonly fullScreen?: true
}
