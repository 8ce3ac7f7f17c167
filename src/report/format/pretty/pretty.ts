import type { Reporter, Style } from '../../reporter.ts'
import { type RunTable, reporterOf } from '../../run-table.ts'
import { cleanEvent } from '../../view/clean.ts'
import { portraitsOf } from '../../view/portrait.ts'
import type { AttemptResult } from '../../view/result.ts'
import { leakWords, seconds } from '../../wording.ts'
import { attemptEndLines, stepEndedLines } from './attempt-end.ts'
import { attemptHeadLines, commandLines, stepHeadLines } from './attempt-head.ts'
import { checkLines } from './check.ts'
import { type Fold, foldOutput } from './fold.ts'
import { hard, pageFor, prose } from './page.ts'
import { portraitLines } from './portrait.ts'
import { summarize } from './run-end.ts'
import { submissions } from './submissions.ts'

/** For a person at a terminal: of many submissions a line each, of other attempts all there is to see. */
export const pretty = (out: (text: string) => void, style: Style): Reporter =>
  style.submissions === 'many' ? submissions(out, style) : attempts(out, style)

/** For a learner: each command, its output, the kernel's own words, and the verdict. */
function attempts(out: (text: string) => void, style: Style): Reporter {
  const page = pageFor(style)
  const { paint } = page
  const write = (lines: readonly string[]) => out(lines.map(line => `${line}\n`).join(''))
  const summary = summarize(page)
  let shown = newAttemptOnPage('')

  /** Not at `attempt-start`: the lab names its cgroups by the paths of the machine, which is not known yet. */
  const begin = (result: AttemptResult) => {
    if (shown.id === result.attempt.id) return
    shown = newAttemptOnPage(result.attempt.id)
    write(attemptHeadLines(result, page))
  }
  const endOutput = () => {
    shown.output?.end()
    shown.output = undefined
  }
  const finish = (result: AttemptResult) => {
    endOutput()
    write(attemptEndLines(result, shown, page))
    summary.add(result)
  }

  const table: RunTable = {
    'run-start': summary.start,
    // The command tells it on standard error.
    problem: () => undefined,
    progress: ({ task, detail, done, ms }) => {
      const words = `${task}${detail ? `: ${detail}` : ''}${done ? `, done in ${seconds(ms ?? 0)}` : ' …'}`
      write(prose(paint.dim(words), ' ', page))
    },
    swept: ({ what }) =>
      write(prose(paint.dim(`Left by an earlier run, and removed: ${leakWords(what)}`), ' ', page)),
    remaining: ({ what }) =>
      write(
        prose(`Changed by an earlier lab, and still so: ${leakWords(what)}`, ` ${paint.yellow('!')} `, page),
      ),
    'attempt-start': () => undefined,
    'machine-ready': (_, result) => begin(result),
    'step-start': ({ step }, result) => {
      begin(result)
      shown.steps.add(step.id)
      shown.lines = 0
      write([...stepHeadLines(step, shown.steps.size, page), ''])
    },
    operation: ({ line, shell }) => {
      endOutput()
      write(commandLines(line, shell, page))
    },
    output: ({ text, dropped }) => {
      shown.output ??= foldOutput(line => write(hard(line, `   ${paint.dim('│')} `, page)), {
        all: page.verbose,
      })
      if (dropped !== undefined) shown.output.gap(dropped)
      shown.output.text(text)
    },
    'step-end': ({ ended }) => {
      endOutput()
      if (!ended) return
      write(['', ...stepEndedLines(ended, page)])
      shown.messages.add(ended.message).add(ended.remedy ?? '')
    },
    sample: ({ sample }) => {
      for (const portrait of portraitsOf(sample)) {
        const drawing = JSON.stringify(portrait)
        if (shown.portraits.has(drawing)) continue
        shown.portraits.add(drawing)
        write(['', ...portraitLines(portrait, page)])
      }
    },
    verdict: ({ verdict }, result) => {
      begin(result)
      endOutput()
      if (!shown.steps.has(verdict.step)) {
        shown.unreached++
        return
      }
      if (shown.lines++ === 0) write([''])
      write(checkLines(verdict, shown.messages, page))
    },
    // Shown with the result, in which they are.
    note: () => undefined,
    'attempt-end': (_, result) => {
      begin(result)
      finish(result)
    },
    'run-end': run => write(summary.lines(run)),
  }
  return reporterOf(
    table,
    {
      unfinished: result => (shown.id === result.attempt.id ? finish(result) : summary.add(result)),
      notStarted: summary.notStarted,
      run: () => undefined,
    },
    cleanEvent,
  )
}

/** The attempt that is being reported. */
interface AttemptOnPage {
  readonly id: string
  /** Steps begun. */
  readonly steps: Set<string>
  /** Portraits already drawn, so that none is drawn twice. */
  readonly portraits: Set<string>
  output: Fold | undefined
  /** Checks reported of the present step. */
  lines: number
  /** Checks of steps that were never begun. */
  unreached: number
  /** Why steps ended, as reported already. */
  readonly messages: Set<string>
}

const newAttemptOnPage = (id: string): AttemptOnPage => ({
  id,
  steps: new Set(),
  portraits: new Set(),
  output: undefined,
  lines: 0,
  unreached: 0,
  messages: new Set(),
})
