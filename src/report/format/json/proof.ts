import { printableJson } from '../../../printable.ts'
import type { Proof } from '../../../prove/proof.ts'
import { type LabProofView, viewLabProof } from '../../view/proof.ts'

/** The version of the document. */
const format = 1

/** The proof for programs: one JSON object. */
export function proofJson({ labs, ...proof }: Proof): string {
  const document = { format, ...proof, labs: labs.map(viewLabProof).map(labJson) }
  return `${printableJson(document, 2)}\n`
}

const labJson = ({ lab, outcome, figures, cases, ...rest }: LabProofView) => ({
  ...lab,
  outcome,
  figures,
  ...rest,
  cases,
})
