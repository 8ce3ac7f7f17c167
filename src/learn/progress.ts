/** The version of the files that keep a learner's progress. */
export const progressVersion = 1

/** What a learner has done of one lab, over all attempts at it; kept in a file of its own below the state folder. */
export interface LabProgress {
  readonly unboxed: { readonly progress: number }
  readonly lab: string
  /** Of the lab as it was when last attempted: a newer version is told. */
  readonly digest: string
  /** The values of its variables are drawn from it, in every attempt of this learner. */
  readonly seed: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  /** When its last step was done for the first time. */
  readonly doneAt?: string
  /** How often somebody began again in a fresh machine. */
  readonly freshStarts: number
  /** By the id of the step; a step that was not touched is absent. */
  readonly steps: Readonly<Record<string, StepProgress>>
}

export interface StepProgress {
  readonly doneAt?: string
  /** The reference did it, typed for the learner. */
  readonly skipped?: true
  /** Milliseconds that it was open, in all attempts. */
  readonly ms: number
  /** How many hints were asked for. */
  readonly hints: number
  /** The solution was asked for before the step was done. */
  readonly solution?: true
  readonly answer?: { readonly text: string; readonly isRight: boolean }
}
