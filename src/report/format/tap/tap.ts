import type { Outcome, Verdict } from '../../../verdict/verdict.ts'
import { checkWords, failureWords } from '../../../verdict/words.ts'
import type { Reporter } from '../../reporter.ts'
import { type RunTable, reporterOf } from '../../run-table.ts'
import { cleanEvent } from '../../view/clean.ts'
import { type AttemptResult, attemptOutcome, sideNotes } from '../../view/result.ts'
import { leakWords, leftWords, notStartedWords, oneLine, problemLine, seconds } from '../../wording.ts'
import { attemptDiagnostic, diagnostic } from './diagnostic.ts'

/** TAP version 14: a subtest for each attempt, a test point for each check, YAML for what did not pass. */
export function tap(out: (text: string) => void): Reporter {
  const write = (text: string, indent = '') => out(text.replace(/^(?=.)/gm, indent).replace(/\n?$/, '\n'))
  const comment = (text: string, indent = '') => write(text.replace(/\n+$/, '').replace(/^/gm, '# '), indent)
  let begun: string | undefined
  let subtests = 0
  let points = 0
  let unreachable: Unreachable | undefined
  let isOpen = false
  /** Why the run as a whole is no pass, whatever its points say. */
  let broken: string | undefined

  const open = () => {
    if (!isOpen) write('TAP version 14')
    isOpen = true
  }

  const begin = ({ attempt, name, lab }: AttemptResult) => {
    if (begun === attempt.id) return
    begun = attempt.id
    subtests++
    points = 0
    write(`# Subtest: ${subtestName(name, lab.title)}`)
    write(`1..${lab.checks}`, child)
  }

  const finish = (result: AttemptResult) => {
    begin(result)
    const { name, lab, leaks, ended, finished, ms, verdicts, observation } = result
    while (points < lab.checks) write(`not ok ${++points} - this check was not judged`, child)
    for (const words of leftWords(leaks)) comment(words, child)
    const both = verdicts
      .filter(({ observed }) => observed === 'inside and outside')
      .map(({ check }) => check)
    comment(`observed: ${observation.from}${both.length > 0 ? `: ${both.join(', ')}` : ''}`, child)
    for (const words of sideNotes(verdicts, observation)) comment(words, child)
    const outcome = attemptOutcome(result)
    const title = escaped(subtestName(name, lab.title))
    write(`${status[outcome]} ${subtests} - ${title}${directive(outcome, ended?.message)}`)
    if (outcome === 'fail' || outcome === 'error') write(attemptDiagnostic(result))
    else if (finished) comment(`time=${Math.round(ms)}ms`)
    const { message = '', all = true } = unreachable ?? { message: ended?.message }
    unreachable = { message, all: all && !result.machine && ended?.kind === 'error' }
  }

  const table: RunTable = {
    'run-start': ({ attempts, machine, seed }) => {
      const planned = Object.values(attempts).reduce((sum, number) => sum + number, 0)
      open()
      write(`1..${planned}`)
      comment(`machine: ${machine}\nseed: ${seed}`)
    },
    problem: problem => {
      open()
      comment(`${problemLine(problem)}${problem.remedy === undefined ? '' : `\n${problem.remedy}`}`)
      broken ??= problemLine(problem)
    },
    progress: ({ task, detail, done, ms }) =>
      comment(`${task}${detail ? `: ${detail}` : ''}${done ? ` done in ${seconds(ms ?? 0)}` : ''}`),
    swept: ({ what }) => comment(`left by an earlier run and removed: ${leakWords(what)}`),
    remaining: ({ what }) => comment(`changed while an earlier lab ran, and still so: ${leakWords(what)}`),
    'attempt-start': () => undefined,
    'machine-ready': ({ machine }, result) => {
      begin(result)
      comment(`kernel: ${machine.release}${machine.ptrace ? `, ptrace ${machine.ptrace}` : ''}`, child)
    },
    'step-start': ({ step }, result) => {
      begin(result)
      comment(`${step.id}: ${step.text.trim()}`, child)
    },
    operation: ({ line, shell }) =>
      comment(`${shell === undefined ? '' : `${shell} `}$ ${line.trim()}`, child),
    output: () => undefined,
    'step-end': ({ ended }) => ended && comment(ended.message, child),
    sample: () => undefined,
    verdict: ({ verdict }, result) => {
      begin(result)
      points++
      write(point(verdict, points), child)
    },
    note: ({ message }, result) => {
      begin(result)
      comment(message, child)
    },
    'attempt-end': (_, result) => finish(result),
    'run-end': ({ ms, interrupted }) => {
      comment(`time=${Math.round(ms)}ms`)
      if (interrupted) write('Bail out! interrupted')
      else if (broken !== undefined) write(`Bail out! ${oneLine(broken)}`)
      else if (unreachable?.all) write(`Bail out! ${oneLine(unreachable.message)}`)
    },
  }
  return reporterOf(
    table,
    {
      unfinished: finish,
      notStarted: attempts => comment(notStartedWords(attempts)),
      run: () => {
        open()
        write(`Bail out! ${oneLine(broken ?? 'no lab was run')}`)
      },
    },
    cleanEvent,
  )
}

/** Whether no attempt so far got a machine, and the first one's reason. */
interface Unreachable {
  readonly all: boolean
  readonly message: string
}

/** A subtest is indented by four. */
const child = '    '

const status = {
  pass: 'ok',
  fail: 'not ok',
  error: 'not ok',
  skipped: 'ok',
  unsupported: 'ok',
} satisfies Record<Outcome, string>

function point(verdict: Verdict, number: number): string {
  const { outcome, check } = verdict
  const words = verdict.facts.length === 0 ? verdict.subject : checkWords(verdict)
  const line = `${status[outcome]} ${number} - ${escaped(`${check} ${words}`)}${directive(outcome, failureWords(verdict))}`
  return outcome === 'fail' || outcome === 'error' ? `${line}\n${diagnostic(verdict)}` : line
}

function directive(outcome: Outcome, why = ''): string {
  if (outcome !== 'skipped' && outcome !== 'unsupported') return ''
  return ` # SKIP ${outcome === 'unsupported' ? 'unsupported: ' : ''}${oneLine(why)}`
}

const subtestName = (name: string, title: string) => oneLine(`${name}: ${title}`)

/** A hash begins a directive, a backslash escapes it. */
const escaped = (text: string) => oneLine(text).replace(/[\\#]/g, '\\$&')
