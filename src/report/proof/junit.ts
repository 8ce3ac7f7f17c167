import type { Proof } from '../../prove/proof.ts'

export function proofJunit(proof: Proof): string {
  return String(proof)
}
