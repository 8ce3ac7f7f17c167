import type { Lab } from '../lab/lab.ts'
import type { Position } from '../lab/position.ts'
import type { Outcome } from '../verdict/verdict.ts'

/** What a proof found out about one lab. */
export interface LabProof {
  readonly lab: Pick<Lab, 'id' | 'file' | 'title'>
  readonly cases: readonly ProofCase[]
  /** Runs made for this proof. */
  readonly made: number
  /** Runs whose result was remembered from an earlier proof. */
  readonly remembered: number
  /** The sum of the times of the runs made, milliseconds. */
  readonly ms: number
  /** The release of the kernel that the lab ran on, as `uname -r` prints it. */
  readonly release?: string
}

/** One thing to show. */
export interface ProofCase {
  readonly proof: ProofKind
  /** The check, the mutant, or the run. */
  readonly name: string
  readonly outcome: Exclude<Outcome, 'skipped'>
  /** The finding, in a sentence without a full stop. */
  readonly message: string
  /** The author's reason, which no machine can verify. */
  readonly said?: string
  /** What the author can do about it. */
  readonly remedy?: string
  /** The change as shell lines: those of the lab after `- `, those of the mutant after `+ `. */
  readonly diff?: readonly string[]
  /** The folder with the evidence, for `unboxed judge`. */
  readonly evidence?: string
  readonly at: Position
}

/** The parts of a proof, each with cases of its own; what a report calls such a case. */
export const proofKinds = {
  /** On an untouched machine no check of the learner's work passes. */
  pristine: 'untouched machine',
  /** The lab itself passes every time. */
  reference: 'the lab itself',
  /** Each mutant makes a check fail. */
  mutant: 'mutant',
  /** Each check fails for a mutant or a wrong solution. */
  check: 'check',
  /** No check fails for a mutant that the author declares equivalent. */
  equivalent: 'equivalent mutant',
  /** The check that the author names fails for a wrong solution, with a message that helps. */
  wrong: 'wrong solution',
  /** The lab can be done by hand: its lines, typed, do every step; and each mutant of them leaves one open. */
  hand: 'by hand',
  /** The lab leaves nothing behind. */
  leak: 'leftovers',
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

/** How many cases of one kind there are, and how many of them passed. */
export function tally({ cases }: Pick<LabProof, 'cases'>, proof: ProofKind): { shown: number; all: number } {
  const those = cases.filter(each => each.proof === proof)
  return { shown: those.filter(({ outcome }) => outcome === 'pass').length, all: those.length }
}

/** The outcome of a lab's proof: an error outweighs a failure. */
export function proofOutcome({ cases }: Pick<LabProof, 'cases'>): Outcome {
  const outcomes = cases.map(({ outcome }) => outcome)
  return (
    (['error', 'fail', 'unsupported'] as const).find(outcome => outcomes.includes(outcome)) ??
    (cases.length > 0 ? 'pass' : 'error')
  )
}
