import type { Step } from '../../lab/lab.ts'
import type { Change } from '../mutant.ts'

/** Answers the question of a step wrongly: by another value of the same type, and by nothing. */
export function wrongAnswer({ question, ...step }: Step): Change[] {
  if (!question) return []
  return (['another', 'empty'] as const).map(mistake => ({
    word: `${mistake}-answer`,
    how: mistake === 'empty' ? 'does not answer the question' : 'answers the question with another value',
    steps: [{ ...step, question: { ...question, mistake } }],
  }))
}
