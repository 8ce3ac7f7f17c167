import type { RunEvent } from '../../attempt/event.ts'
import type { ProblemKind } from '../../problem.ts'
import { scoreOf } from '../../verdict/score.ts'
import type { Outcome } from '../../verdict/verdict.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { type AttemptResult, attemptOutcome, gatherResults, withoutChecks } from './result.ts'

/** Running totals of attempts. */
export interface Totals {
  attempts: number
  /** By outcome, with those that were cut short apart. */
  readonly by: Record<Outcome | 'cut', number>
  /** Points. */
  earned: number
  possible: number
  undecided: number
  /** Attempts that an earlier call performed. */
  remembered: number
}

export const noTotals = (): Totals => ({
  attempts: 0,
  by: { pass: 0, fail: 0, error: 0, unsupported: 0, skipped: 0, cut: 0 },
  earned: 0,
  possible: 0,
  undecided: 0,
  remembered: 0,
})

export function addAttempt(attempt: AttemptResult, totals: Totals): void {
  const { earned, possible, undecided } = scoreOf(attempt.verdicts)
  totals.attempts++
  totals.by[isCut(attempt) ? 'cut' : attemptOutcome(attempt)]++
  totals.earned += earned
  totals.possible += possible
  totals.undecided += undecided
  if (attempt.remembered) totals.remembered++
}

/** Interrupted, or without an end. */
export const isCut = ({ finished, ended }: AttemptResult) => !finished || ended?.code === 'interrupted'

/** Decides the exit code of a run from its events as they pass, and keeps none of them. */
export function tallyOf(): { event(event: RunEvent): void; exitCode(): ExitCode } {
  const results = gatherResults()
  const totals = noTotals()
  const problems = new Set<ProblemKind>()
  let interrupted = false
  return {
    event: event => {
      const attempt = results.add(event)
      if (attempt?.finished) addAttempt(attempt, totals)
      if (attempt?.ended?.code === withoutChecks.code) problems.add('usage')
      if (event.type === 'problem') problems.add(event.kind)
      if (event.type === 'run-end') interrupted = event.interrupted
    },
    exitCode: () => {
      const { cut, ...by } = totals.by
      const outcomes = (Object.keys(by) as Outcome[]).filter(outcome => by[outcome] > 0)
      const [unfinished] = results.unfinished()
      const isWhole = cut === 0 && !unfinished && results.notStarted() === 0
      const all: Outcome[] = isWhole ? outcomes : [...outcomes, 'error']
      return exitCode({ outcomes: all, problems: [...problems], interrupted })
    },
  }
}
