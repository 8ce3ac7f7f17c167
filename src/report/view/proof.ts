import { type LabProof, type ProofKind, proofKinds, proofOutcome, tally } from '../../prove/proof.ts'
import type { Outcome } from '../../verdict/verdict.ts'

/** How many cases of one kind there are, and how many of them passed. */
type Figures = ReturnType<typeof tally>

/** The proof of a lab with its figures. */
export interface LabProofView extends LabProof {
  readonly outcome: Outcome
  readonly figures: Readonly<Record<ProofKind, Figures>>
}

/** The figures of several labs together. */
export interface ProofSummary {
  readonly proven: number
  readonly mutants: Figures
  /** The percentage of mutants that were caught, rounded down; undefined if there are none. */
  readonly score: number | undefined
  readonly equivalents: number
  /** Checks that pass on an untouched machine. */
  readonly vacuous: number
  readonly made: number
  readonly remembered: number
}

export function viewLabProof(proof: LabProof): LabProofView {
  const kinds = Object.keys(proofKinds) as ProofKind[]
  const figures = Object.fromEntries(kinds.map(kind => [kind, tally(proof, kind)]))
  return { ...proof, outcome: proofOutcome(proof), figures: figures as LabProofView['figures'] }
}

export function summarizeProof(labs: readonly LabProofView[]): ProofSummary {
  const sum = (number: (lab: LabProofView) => number) => labs.reduce((all, lab) => all + number(lab), 0)
  const mutants = { shown: sum(lab => lab.figures.mutant.shown), all: sum(lab => lab.figures.mutant.all) }
  return {
    proven: labs.filter(({ outcome }) => outcome === 'pass').length,
    mutants,
    score: mutants.all === 0 ? undefined : Math.floor((100 * mutants.shown) / mutants.all),
    equivalents: sum(({ figures }) => figures.equivalent.all),
    vacuous: sum(({ cases }) => cases.filter(isVacuous).length),
    made: sum(({ made }) => made),
    remembered: sum(({ remembered }) => remembered),
  }
}

const isVacuous = ({ proof, outcome }: LabProof['cases'][number]) =>
  proof === 'pristine' && outcome === 'fail'
