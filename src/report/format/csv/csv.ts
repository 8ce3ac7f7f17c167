import { printable } from '../../../printable.ts'
import { scoreOf } from '../../../verdict/score.ts'
import { failureWords } from '../../../verdict/words.ts'
import type { Reporter } from '../../reporter.ts'
import { type RunTable, reporterOf, untold } from '../../run-table.ts'
import { type AttemptResult, attemptOutcome, endsOf } from '../../view/result.ts'
import { notStartedWords, oneLine } from '../../wording.ts'
import { csvLine } from './line.ts'

const columns = [
  ...['file', 'learner', 'lab', 'seed', 'outcome', 'earned', 'possible', 'seen_earned', 'seen_possible'],
  ...['both_earned', 'both_possible'],
  ...['said_earned', 'said_possible', 'undecided', 'observed', 'contradicted', 'reason'],
] as const

type Row = Readonly<Record<string, string | number>>

/** A line for each attempt, for spreadsheets (RFC 4180); and one for whatever was not attempted, so that no file is forgotten. */
export function csv(out: (text: string) => void): Reporter {
  let isBegun = false
  const line = (fields: readonly (string | number)[]) => out(csvLine(fields))
  const write = (row: Row) => {
    if (!isBegun) line(columns)
    isBegun = true
    line(columns.map(column => cell(row[column] ?? '')))
  }
  const add = (result: AttemptResult) => write(rowOf(result))
  const broken = (reason: string, file = '') => write({ file, outcome: 'error', reason: oneLine(reason) })
  const table: RunTable = {
    'run-start': ignore,
    problem: ({ message, at }) => broken(message, at?.file),
    ...untold,
    'attempt-end': (_, result) => add(result),
    'run-end': ({ interrupted }) => interrupted && broken('the run was interrupted'),
  }
  return reporterOf(table, {
    unfinished: add,
    notStarted: attempts => broken(notStartedWords(attempts)),
    run: () => isBegun || broken('no lab was run'),
  })
}

const ignore = () => undefined

const cell = (value: string | number) => (typeof value === 'number' ? value : printable(value))

function rowOf(result: AttemptResult): Row {
  const { attempt, file = '', verdicts, observation } = result
  const { earned, possible, seen, both, said, undecided } = scoreOf(verdicts)
  return {
    file,
    learner: attempt.learner ?? '',
    lab: attempt.lab,
    seed: attempt.seed,
    outcome: attemptOutcome(result),
    earned,
    possible,
    seen_earned: seen.earned,
    seen_possible: seen.possible,
    both_earned: both.earned,
    both_possible: both.possible,
    said_earned: said.earned,
    said_possible: said.possible,
    undecided,
    observed: observation.from,
    contradicted: verdicts.filter(({ contradicted }) => contradicted).length,
    reason: oneLine(reasonOf(result)),
  }
}

/** Why it did not pass: what ended it or a step of it, and the first check that has its outcome; neither hides the other. */
function reasonOf(result: AttemptResult): string {
  const { ended, verdicts, finished } = result
  if (!finished && !ended) return 'was not run to its end'
  const outcome = attemptOutcome(result)
  const ends = endsOf(result).map(({ message }) => message)
  const verdict = outcome === 'pass' ? undefined : verdicts.find(each => each.outcome === outcome)
  const isTold = !verdict || ends.includes(verdict.reason?.message ?? '')
  return [...ends, ...(isTold ? [] : [`${verdict.check}: ${failureWords(verdict)}`])].join('; ')
}
