import {
  type LabProof,
  type Proof,
  type ProofKind,
  proofKinds,
  proofOutcome,
  tally,
} from '../../prove/proof.ts'

/** The version of what the document says. */
const format = 1

/** The proof for programs: one JSON object. */
export function proofJson({ labs, ...proof }: Proof): string {
  return `${JSON.stringify({ format, ...proof, labs: labs.map(labJson) }, null, 2)}\n`
}

function labJson({ lab, cases, ...rest }: LabProof) {
  const kinds = Object.keys(proofKinds) as ProofKind[]
  const figures = Object.fromEntries(kinds.map(kind => [kind, tally({ cases }, kind)]))
  return { ...lab, outcome: proofOutcome({ cases }), figures, ...rest, cases }
}
