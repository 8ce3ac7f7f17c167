import type { Sample } from '../../evidence/evidence.ts'
import type { Judged } from '../../lab/judged.ts'

/** Samples the kernel state that checks and questions depend on. */
export interface Observer {
  /** Reads everything that the checks need at one moment. Rejects if the machine is lost. */
  sample(checks: readonly Judged[], moment: Sample['moment']): Promise<Sample>
}
