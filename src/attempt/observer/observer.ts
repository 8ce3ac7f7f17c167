import type { Sample } from '../../evidence/evidence.ts'
import type { Check } from '../../lab/lab.ts'

/** Samples the kernel state that checks depend on. */
export interface Observer {
  /** Reads everything that the checks need at one moment. Rejects if the machine is lost. */
  sample(checks: readonly Check[], moment: Sample['moment']): Promise<Sample>
}
