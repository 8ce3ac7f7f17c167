/** What somebody handed in: lines to type again, step by step. */
export interface Submission {
  /** The ID of its lab; a plain script may leave it out. */
  readonly lab?: string
  /** The digest of the lab that was attempted; only an attempt file has one. */
  readonly digest?: string
  /** The seed that the values were drawn from. */
  readonly seed?: string
  readonly learner?: string
  /** In the order in which they are typed; a step may be missing or empty. */
  readonly steps: readonly SubmittedStep[]
  /** What was seen as the attempt was made, by the ID of the check; only an attempt file has it. */
  readonly seen?: Readonly<Record<string, 'pass' | 'fail' | 'skipped' | 'unsupported' | 'error'>>
}

export interface SubmittedStep {
  readonly id: string
  readonly lines: readonly SubmittedLine[]
}

export interface SubmittedLine {
  /** From 1. Absent: the step's own. */
  readonly terminal?: number
  /** One command, which may have several lines; `${box.pid}` is the PID of the process that `box` stands for. */
  readonly text: string
  /** The line of the file, from 1. */
  readonly at: number
  /** Milliseconds after which it was interrupted with Ctrl-C. */
  readonly interruptedAfter?: number
  /** It used the alternate screen: what was done there can't be performed again. */
  readonly fullScreen?: true
}
