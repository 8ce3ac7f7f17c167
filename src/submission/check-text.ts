import { unsafe } from '../printable.ts'
import { longestLine, longestName, mostLines, mostSteps } from './bound.ts'
import { wordReasons } from './message.ts'
import type { Complain } from './problem.ts'
import type { SubmittedStep } from './submission.ts'

/** Complains of a word, such as the name of the learner, that is not printable, or too long. */
export function checkWord(what: string, word: string, at: string, complain: Complain): void {
  const why = wrongInWord(word)
  if (why !== undefined) complain('word', at, { what, why: wordReasons[why] })
}

/** Why a word is none that a submission may have. */
export function wrongInWord(word: string): keyof typeof wordReasons | undefined {
  if ([...word].length > longestName) return 'long'
  return word.trim() === '' || /[\n\t]/.test(word) || word.search(unsafe) >= 0 ? 'unprintable' : undefined
}

/** Complains of commands that are too long or too many. */
export function checkSize(steps: readonly SubmittedStep[], complain: Complain): void {
  const lines = steps.flatMap(step => step.lines)
  if (steps.length > mostSteps) complain('too-many-steps', undefined, { steps: steps.length })
  if (lines.length > mostLines) complain('too-many-lines', undefined, { lines: lines.length })
  for (const { text, at } of lines)
    if (text.length > longestLine) complain('line-too-long', at, { characters: text.length })
}
