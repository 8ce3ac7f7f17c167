import { constants } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { isDigestOf } from '../attempt/attempt.ts'
import { wrongInChecks } from '../attempt/judgeable.ts'
import { decodeKept, type Kept, NotEvidence } from '../evidence/codec.ts'
import { contradictionIn } from '../evidence/contradiction.ts'
import type { Lab } from '../lab/lab.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { otherThanFile, systemReason } from './ordinary-file.ts'

/** The largest file of evidence that is read, in bytes. Attempts that print and look a lot take a few million. */
export const mostEvidence = 64 * 2 ** 20

/** Reads one file of evidence, never more than the bound, and never what a link leads to. Throws `NotEvidence` with the reason. */
export async function readEvidence(path: string): Promise<Kept<Lab>> {
  const kept = decodeKept<Lab>(decode(await readOrdinary(path).catch(refuse)))
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
  const reason = systemReason(error)
  throw reason === undefined ? error : new NotEvidence(reason)
}

/** Looked at before it is opened, since to open a device can have an effect, and after, since it may have been replaced. */
async function readOrdinary(path: string): Promise<Buffer> {
  mustBeOrdinary(otherThanFile(await lstat(path)))
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
  try {
    const found = await file.stat()
    mustBeOrdinary(otherThanFile(found))
    return await readBounded(file, found.size)
  } finally {
    await file.close()
  }
}

function mustBeOrdinary(other: string | undefined): void {
  if (other !== undefined) throw new NotEvidence(`it is ${other}, not an ordinary file`)
}

/** The size that a file claims to have is believed only where it is too large: some grow, and those in /proc have none. */
async function readBounded(file: FileHandle, size: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = size > mostEvidence ? size : 0
  while (length <= mostEvidence) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceSize), 0, pieceSize, null)
    if (bytesRead === 0) return Buffer.concat(pieces)
    pieces.push(buffer.subarray(0, bytesRead))
    length += bytesRead
  }
  throw new NotEvidence(`it has more than ${mostEvidence / 2 ** 20} MiB, the most that is read`)
}

const pieceSize = 256 * 1024

const decoder = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Buffer): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new NotEvidence('it contains bytes that are not UTF-8')
  }
}
