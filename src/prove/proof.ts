import type { Lab } from '../lab/lab.ts'
import type { Position } from '../lab/position.ts'
import type { Outcome } from '../verdict/verdict.ts'

/** All that was shown of one lab, or could not be. */
export interface LabProof {
  readonly lab: Pick<Lab, 'id' | 'file' | 'title'>
  readonly cases: readonly ProofCase[]
  /** Runs that were made now. */
  readonly made: number
  /** Runs whose result was still known. */
  readonly remembered: number
  /** What the runs made now took together, milliseconds. */
  readonly ms: number
}

/** One thing that had to be shown. */
export interface ProofCase {
  readonly proof: ProofKind
  /** The check, the mutant, or the run. */
  readonly name: string
  readonly outcome: Exclude<Outcome, 'skipped'>
  /** What was found, in a sentence without a full stop. */
  readonly message: string
  /** What the author says for it, and no machine can show. */
  readonly said?: string
  /** What the author can do about it. */
  readonly remedy?: string
  /** What was changed, as shell lines: `-` before those of the lab, `+` before those of the mutant. */
  readonly diff?: readonly string[]
  /** The folder of the evidence, for `unboxed judge`. */
  readonly evidence?: string
  readonly at: Position
}

/** What is shown of a lab, each by its own cases. */
export const proofKinds = {
  /** Where nothing was done, no check of the learner's work passes. */
  pristine: 'on an untouched machine',
  /** The lab itself passes, each time. */
  reference: 'the lab itself',
  /** Whatever is made wrong, a check sees. */
  mutant: 'a mutant',
  /** Each check sees something that was made wrong. */
  check: 'a check',
  /** What is said to change nothing changes nothing. */
  equivalent: 'an equivalent mutant',
  /** What learners do wrong is told to them. */
  wrong: 'a wrong solution',
  /** The lab leaves nothing behind. */
  leak: 'what is left behind',
} as const

export type ProofKind = keyof typeof proofKinds

/** A whole proof. */
export interface Proof {
  readonly labs: readonly LabProof[]
  readonly machine: string
  readonly seed: string
  readonly ms: number
  readonly interrupted: boolean
}

/** Cases of one kind, and how many of them were shown. */
export function tally({ cases }: Pick<LabProof, 'cases'>, proof: ProofKind): { shown: number; all: number } {
  const those = cases.filter(each => each.proof === proof)
  return { shown: those.filter(({ outcome }) => outcome === 'pass').length, all: those.length }
}

/** What a lab's proof came to: what could not be found out comes first. */
export function proofOutcome({ cases }: Pick<LabProof, 'cases'>): Outcome {
  const outcomes = cases.map(({ outcome }) => outcome)
  return (
    (['error', 'fail', 'unsupported'] as const).find(outcome => outcomes.includes(outcome)) ??
    (cases.length > 0 ? 'pass' : 'error')
  )
}
