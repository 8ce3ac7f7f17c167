import type { Sample } from '../../evidence/evidence.ts'
import type { Check } from '../../lab/lab.ts'

/** Somebody who looks at the machine. */
export interface Observer {
  /** Reads, at one moment, everything that the checks rest on. Rejects when the machine is lost. */
  sample(checks: readonly Check[], moment: Sample['moment']): Promise<Sample>
}
