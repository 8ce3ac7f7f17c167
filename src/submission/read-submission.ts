import { mostBytes } from './bound.ts'
import { checkSize } from './check-text.ts'
import { complainer, type SubmissionProblem } from './problem.ts'
import { readAttemptFile } from './read-attempt-file.ts'
import { readScript } from './read-script.ts'
import type { Submission } from './submission.ts'

/** A submission from the text of its file, or everything that is wrong with it. Its beginning tells an attempt file from a script. */
export function readSubmission(
  given: string,
  file: string,
): { submission: Submission } | { problems: readonly SubmissionProblem[] } {
  const { problems, complain } = complainer(file)
  const text = given.replace(/^\ufeff/, '')
  if (text.length > mostBytes) complain('too-large', undefined, {})
  else if (text.trim() === '') complain('empty', undefined, {})
  else {
    const read = text.trimStart().startsWith('{') ? readAttemptFile : readScript
    const submission = read(text, complain)
    if (submission) checkSize(submission.steps, complain)
    if (submission && problems.length === 0) return { submission }
  }
  return { problems }
}
