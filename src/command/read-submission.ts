import { digest } from '../cache/digest.ts'
import { mostBytes } from '../submission/bound.ts'
import type { SubmissionProblem } from '../submission/problem.ts'
import { readSubmission } from '../submission/read-submission.ts'
import type { Submission } from '../submission/submission.ts'
import type { HandedFile } from './find-submissions.ts'
import { readHandIn } from './hand-in-archive.ts'
import { decodeText, NotRead, readOrdinary } from './read-ordinary.ts'
import type { World } from './world.ts'

/** A submission and what its bytes are. */
export interface ReadFile {
  readonly submission: Submission
  readonly digest: string
}

/** Reads what was handed in. Standard input is read once, and kept. Throws `NotRead`. */
export function submissionReader(world: World): (file: HandedFile) => Promise<ReadFile> {
  let input: Promise<string> | undefined
  const textOf = ({ path, member, text }: HandedFile) => {
    if (text !== undefined) return text
    if (path === undefined) {
      input ??= readInput(world)
      return input
    }
    return member === undefined ? readOrdinary(path, mostBytes) : readMember(path, member)
  }
  return async handed => {
    const { file } = handed
    const text = await textOf(handed)
    return { submission: submissionOf(text, file), digest: digest([text]) }
  }
}

/** An archive is small, and is read again for each of its files: it may have changed meanwhile. */
async function readMember(path: string, member: string): Promise<string> {
  const found = (await readHandIn(path)).find(({ name }) => name === member)
  if (!found) throw new NotRead('it is no longer in the archive')
  return found.text
}

/** Nothing at all is handed in, too: it is judged, and earns nothing. */
function submissionOf(text: string, file: string): Submission {
  if (text.trim() === '') return { steps: [] }
  const read = readSubmission(text, file)
  if ('problems' in read) throw notFit(read.problems)
  return read.submission
}

/** Why a submission is not performed: its problems, each with its place and what to do, and how many more there are. */
export function notFit(problems: readonly SubmissionProblem[]): NotRead {
  const more = problems.length - listed
  return new NotRead(
    [...problems.slice(0, listed).map(sentence), ...(more > 0 ? [`and ${more} more`] : [])].join('; '),
  )
}

function sentence({ at, message, remedy }: SubmissionProblem): string {
  const place = at === undefined ? '' : `${/^\d/.test(at) ? 'line ' : ''}${at}: `
  return `${place}${message}${remedy === undefined ? '' : ` (${remedy})`}`
}

/** Problems of one file that are listed. */
const listed = 5

async function readInput({ stdin }: World): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of stdin) {
    length += piece.length
    if (length > mostBytes)
      throw new NotRead(`it has more than ${mostBytes / 2 ** 20} MiB, the most that is read`)
    pieces.push(Buffer.from(piece))
  }
  return decodeText(Buffer.concat(pieces))
}
