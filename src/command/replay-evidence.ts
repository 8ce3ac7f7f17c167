import { join } from 'node:path'
import { evidenceFileName } from '../evidence/attempt-id.ts'
import { encodeKept, type Kept, NotEvidence } from '../evidence/codec.ts'
import type { Lab } from '../lab/lab.ts'
import { Problem } from '../problem.ts'
import { keepEvidence } from './evidence-store.ts'
import { readEvidence } from './read-evidence.ts'

/**
 * Keeps the evidence of submissions in a folder, that of earlier calls too. A file that says the same is left as it is, and one of an
 * attempt that broke down is replaced; any other stays, and the attempt is reported as not kept.
 */
export function replayEvidence(
  folder: string | undefined,
  notKept: (error: Problem) => void,
): (kept: Kept<Lab>) => Promise<void> {
  if (folder === undefined) return async () => undefined
  return kept =>
    keepEvidence(folder, kept).catch(async error => {
      if (!(error instanceof Problem) || error.code !== 'evidence-exists') throw error
      const other = await readOther(join(folder, evidenceFileName(kept.evidence.attempt.id)))
      if (other && encodeKept(other) === encodeKept(kept)) return
      if (other?.evidence.ended?.kind === 'error') await keepEvidence(folder, kept, { replace: true })
      else notKept(error)
    })
}

/** Undefined where it is no evidence. */
async function readOther(file: string): Promise<Kept<Lab> | undefined> {
  return readEvidence(file).catch(error => {
    if (error instanceof NotEvidence) return undefined
    throw error
  })
}
