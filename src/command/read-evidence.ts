import { basename } from 'node:path'
import { isDigestOf } from '../attempt/attempt.ts'
import { wrongInChecks } from '../attempt/judgeable.ts'
import { decodeKept, type Kept, NotEvidence } from '../evidence/codec.ts'
import { contradictionIn } from '../evidence/contradiction.ts'
import type { Lab } from '../lab/lab.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { NotRead, readOrdinary } from './read-ordinary.ts'

/** The largest file of evidence that is read, in bytes. Attempts that print and look a lot take a few million. */
export const mostEvidence = 64 * 2 ** 20

/** Reads one file of evidence, never more than the bound, and never what a link leads to. Throws `NotEvidence` with the reason. */
export async function readEvidence(path: string): Promise<Kept<Lab>> {
  const kept = decodeKept<Lab>(await readOrdinary(path, mostEvidence).catch(refuse))
  const { lab, evidence } = kept
  const malformed = wrongInChecks(lab)
  if (malformed !== undefined)
    throw new NotEvidence(`it contains no lab that can be judged: \`${malformed}\` is missing or malformed`)
  const contradiction = contradictionIn(kept, basename(path))
  if (contradiction !== undefined) throw new NotEvidence(contradiction)
  if (!isDigestOf(lab, nodeRuntime.digest, evidence.lab.digest))
    throw new NotEvidence(
      'the lab in it is not the one that was run: its digest differs from the recorded one',
    )
  return kept
}

function refuse(error: unknown): never {
  throw error instanceof NotRead ? new NotEvidence(error.message) : error
}
