import type { Proof } from '../../prove/proof.ts'
import type { Style } from '../reporter.ts'
import { proofJson } from './json.ts'
import { proofJunit } from './junit.ts'
import { proofPretty } from './pretty.ts'

export type ProofReporterName = 'pretty' | 'json' | 'junit'

/** A whole proof in one format. */
export const proofReporters: Readonly<Record<ProofReporterName, (proof: Proof, style: Style) => string>> = {
  pretty: proofPretty,
  json: proofJson,
  junit: proofJunit,
}
