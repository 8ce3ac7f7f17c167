import { digest } from '../cache/digest.ts'
import { readSubmission } from '../grade/local-reader.ts'
import type { Submission } from '../submission/submission.ts'
import type { HandedFile } from './find-submissions.ts'
import { decodeText, NotRead, readOrdinary } from './read-ordinary.ts'
import type { World } from './world.ts'

/** The largest file that is read, in bytes: an attempt of an evening takes some ten thousand. */
const mostSubmission = 4 * 2 ** 20

/** A submission and what its bytes are. */
export interface ReadFile {
  readonly submission: Submission
  readonly digest: string
}

/** Reads what was handed in. Standard input is read once, and kept. Throws `NotRead`. */
export function submissionReader(world: World): (file: HandedFile) => Promise<ReadFile> {
  let input: Promise<string> | undefined
  return async ({ path, file }) => {
    if (path === undefined) input ??= readInput(world)
    const text = path === undefined ? await input : await readOrdinary(path, mostSubmission)
    const read = readSubmission(text ?? '', file)
    if ('why' in read) throw new NotRead(read.why)
    return { submission: read.submission, digest: digest([text ?? '']) }
  }
}

async function readInput({ stdin }: World): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of stdin) {
    length += piece.length
    if (length > mostSubmission)
      throw new NotRead(`it has more than ${mostSubmission / 2 ** 20} MiB, the most that is read`)
    pieces.push(Buffer.from(piece))
  }
  return decodeText(Buffer.concat(pieces))
}
