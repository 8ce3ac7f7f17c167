import type { Verdict } from './verdict.ts'

export interface Score {
  readonly earned: number
  readonly possible: number
}

/** Points of a lab: a check earns all of its points by passing, and none otherwise. */
export function scoreOf(verdicts: readonly Pick<Verdict, 'outcome' | 'points'>[]): Score {
  return {
    earned: sum(verdicts.filter(({ outcome }) => outcome === 'pass')),
    possible: sum(verdicts),
  }
}

const sum = (verdicts: readonly Pick<Verdict, 'points'>[]) =>
  verdicts.reduce((all, { points }) => all + points, 0)
