import type { Outcome } from './verdict.ts'

/**
 * The outcome of several together: the worst. What could not be found out stands above a wrong answer, because a machine that
 * cannot show one half of a check may be why the other half is wrong: without swap accounting, say, nothing is OOM-killed.
 * Nothing at all is an error: never a pass by default.
 */
export function worstOutcome(outcomes: readonly Outcome[]): Outcome {
  return worstFirst.find(outcome => outcomes.includes(outcome)) ?? 'error'
}

const worstFirst = ['error', 'unsupported', 'skipped', 'fail', 'pass'] as const satisfies readonly Outcome[]
