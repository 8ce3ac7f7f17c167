import { isDigestOf, labDigest } from '../attempt/attempt.ts'
import type { Note } from '../attempt/rejudge.ts'
import { digest } from '../cache/digest.ts'
import { attemptId } from '../evidence/attempt-id.ts'
import { gradedLab, withoutUnasked } from '../grade/graded-lab.ts'
import { learnerName, numbering } from '../grade/learner.ts'
import { note } from '../grade/note.ts'
import { isEmpty } from '../grade/performer.ts'
import type { Handed, Planned } from '../grade/replay.ts'
import type { Lab } from '../lab/lab.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { problemsWithLab } from '../submission/check-with-lab.ts'
import type { Submission } from '../submission/submission.ts'
import type { RefusedFile } from './evidence-problem.ts'
import type { HandedFile } from './find-submissions.ts'
import type { LabSource } from './lab-source.ts'
import { seed as readSeed } from './option-value.ts'
import { NotRead } from './read-ordinary.ts'
import { notFit, type ReadFile } from './read-submission.ts'

/** A submission that waits for its turn, and where it will be read again. */
export interface PlannedFile extends Planned {
  readonly from: HandedFile
  readonly digest: string
}

export interface ReplayPlan {
  readonly planned: readonly PlannedFile[]
  /** Every lab that is attempted, once. */
  readonly labs: readonly Lab[]
}

export interface Planning {
  readonly read: (file: HandedFile) => Promise<ReadFile>
  readonly labs: LabSource
  /** The seed of submissions that have none. */
  readonly seed: string
  readonly refuse: (refused: RefusedFile) => void
  readonly signal: AbortSignal
}

/** Reads every submission once, one at a time, before any is performed, and keeps nothing of it but what it is. */
export async function planReplay(files: readonly HandedFile[], planning: Planning): Promise<ReplayPlan> {
  const planned: PlannedFile[] = []
  const labs = new Map<string, Lab>()
  const numberOf = numbering()
  for (const from of files) {
    if (planning.signal.aborted) break
    const known = await unlessRefused(from, planning, async () => {
      const { submission, digest } = await planning.read(from)
      const lab = labOf(submission, planning)
      const problems = problemsWithLab(submission, lab, from.file)
      if (problems.length > 0) throw notFit(problems)
      return { submission, digest, lab }
    })
    if (!known) continue
    const { lab, submission } = known
    const learner = learnerName(submission.learner ?? from.learner, nodeRuntime.digest)
    const head = { lab: lab.id, seed: lab.seed, number: numberOf(lab.id, lab.seed, learner), learner }
    planned.push({ from, file: from.file, digest: known.digest, head: { id: attemptId(head), ...head } })
    if (!labs.has(lab.id)) labs.set(lab.id, gradedLab(lab))
  }
  return { planned, labs: [...labs.values()] }
}

/** Reads a submission again as its turn comes; undefined, once it is refused, where it has changed meanwhile. */
export function openPlanned(
  { from, digest: known }: PlannedFile,
  planning: Planning,
): Promise<Handed | undefined> {
  return unlessRefused(from, planning, async () => {
    const { submission, digest: now } = await planning.read(from)
    if (now !== known) throw new NotRead('it has changed since this command began')
    const whole = labOf(submission, planning)
    const lab = gradedLab(whole)
    const key = digest([typedText(submission), labDigest(lab, nodeRuntime.digest), lab.seed])
    return { submission: withoutUnasked(submission, whole), lab, key, notes: notesOn(submission, whole) }
  })
}

/**
 * All of a submission that is typed again: neither who handed it in, nor when and where it was made, nor the comments in it. Times matter
 * only where a line was interrupted: they tell what was typed before that.
 */
function typedText({ steps }: Submission): string {
  const isTimed = steps.some(({ lines }) => lines.some(line => line.interruptedAfter !== undefined))
  return JSON.stringify(
    steps.map(({ id, lines }) => [
      id,
      lines.map(({ terminal, text, interruptedAfter, fullScreen, typedAfter }) => ({
        terminal,
        text,
        interruptedAfter,
        fullScreen,
        ...(isTimed && { typedAfter }),
      })),
    ]),
  )
}

async function unlessRefused<T>(
  { file }: HandedFile,
  { refuse }: Planning,
  work: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof NotRead)) throw error
    refuse({ file, why: error.message })
    return undefined
  }
}

function labOf(submission: Submission, { labs, seed }: Planning): Lab {
  return labs.draw(submission.lab, submission.seed === undefined ? seed : seedOf(submission.seed))
}

/** Of a file it must be what it must be on the command line. */
function seedOf(text: string): string {
  try {
    return readSeed(text)
  } catch (error) {
    throw new NotRead(`its seed ${(error as Error).message}`)
  }
}

function notesOn(submission: Submission, lab: Lab): Note[] {
  const { digest: made, steps } = submission
  const isOther = made !== undefined && !isDigestOf(lab, nodeRuntime.digest, made)
  const places = steps.flatMap(({ lines }) =>
    lines.filter(({ fullScreen }) => fullScreen).map(({ at }) => (/^\d/.test(at) ? `line ${at}` : at)),
  )
  return [
    ...(isOther ? [note('lab-changed', { lab: lab.id, file: lab.file })] : []),
    ...(isEmpty(submission) ? [note('nothing-handed-in', undefined)] : []),
    ...(places.length > 0 ? [note('full-screen', { places })] : []),
  ]
}
