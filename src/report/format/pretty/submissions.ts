import type { Reporter, Style } from '../../reporter.ts'
import { type RunTable, reporterOf, untold } from '../../run-table.ts'
import { cleanEvent } from '../../view/clean.ts'
import { type AttemptResult, attemptOutcome } from '../../view/result.ts'
import { marks, sign } from './mark.ts'
import { type Page, pad, pageFor, prose } from './page.ts'
import { scoreWords } from './points.ts'
import { summarize } from './run-end.ts'

/** A table with a line for each submission, written as they are judged, then the totals. */
export function submissions(out: (text: string) => void, style: Style): Reporter {
  const page = pageFor(style)
  const write = (lines: readonly string[]) => out(lines.map(line => `${line}\n`).join(''))
  const summary = summarize(page)
  const add = (result: AttemptResult) => {
    write(rowLines(result, page))
    summary.add(result)
  }
  const table: RunTable = {
    'run-start': run => {
      summary.start(run)
      write(['', page.paint.dim(` ${row(['  learner', 'lab', 'outcome', 'points'])}`)])
    },
    problem: ignore, // the command tells it on standard error
    ...untold,
    'attempt-end': (_, result) => add(result),
    'run-end': run => write(summary.lines(run)),
  }
  return reporterOf(table, { unfinished: add, notStarted: summary.notStarted, run: ignore }, cleanEvent)
}

const ignore = () => undefined

/** Columns of learner, lab and outcome; a longer text moves what follows it, and nothing is cut. */
const widths = [26, 22, 20]

const row = (cells: readonly string[]) => cells.map((cell, index) => pad(cell, widths[index] ?? 0)).join(' ')

function rowLines(result: AttemptResult, page: Page): string[] {
  const { attempt, verdicts, notes } = result
  const { paint } = page
  const outcome = attemptOutcome(result)
  const { word, colour } = marks[outcome]
  const learner = `${sign(outcome, paint)} ${attempt.learner ?? ''}${attempt.number === 1 ? '' : ` (${attempt.number})`}`
  const cells = [learner, attempt.lab, paint[colour](word), scoreWords(verdicts)]
  return [
    ` ${row(cells).trimEnd()}`,
    ...notes.flatMap(note => prose(note, `     ${paint.yellow('!')} `, page)),
  ]
}
