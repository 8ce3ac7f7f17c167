import type { LabHead, RunEvent } from '../../../attempt/event.ts'
import type { Outcome, Verdict } from '../../../verdict/verdict.ts'
import { type AttemptResult, attemptOutcome, endsOf } from '../../view/result.ts'
import { addAttempt, isCut, noTotals, type Totals } from '../../view/tally.ts'
import { count, notStartedWords, seconds } from '../../wording.ts'
import { sign } from './mark.ts'
import { type Page, pad, prose } from './page.ts'
import { earnedWords } from './points.ts'

type RunStart = Extract<RunEvent, { type: 'run-start' }>
type RunEnd = Extract<RunEvent, { type: 'run-end' }>

/** Gathers the end of the page: totals, attempts that did not pass, what to do next. Bounded by the number of labs. */
export function summarize(page: Page) {
  const totals = noTotals()
  const failed = new Map<string, LabHead>()
  const undecided = new Map<string, LabHead>()
  let isWithoutMachine = false
  const listed: string[] = []
  let unlisted = 0
  let notStarted = 0
  let room = listedAtLeast
  let run: Pick<RunStart, 'labs' | 'machine' | 'seed'> = { labs: [], machine: '', seed: '' }
  return {
    start: ({ labs, machine, seed }: RunStart) => {
      run = { labs, machine, seed }
      room = Math.max(listedAtLeast, labs.length)
    },
    add: (result: AttemptResult) => {
      addAttempt(result, totals)
      const outcome = attemptOutcome(result)
      if (outcome === 'pass') return
      if (outcome === 'fail') failed.set(result.lab.id, result.lab)
      // What was interrupted says nothing of the machine or the lab.
      if (outcome === 'error' && !isCut(result)) {
        undecided.set(result.lab.id, result.lab)
        isWithoutMachine ||= result.ended !== undefined && !result.machine
      }
      if (room-- > 0) listed.push(...attemptLines(result, page))
      else unlisted++
    },
    notStarted: (attempts: number) => {
      notStarted = attempts
    },
    lines: ({ interrupted, ms }: RunEnd): string[] => {
      const { paint, width } = page
      const where = [seconds(ms), run.machine, `seed ${run.seed}`].filter(Boolean)
      const next = nextSteps(
        {
          labs: run.labs,
          failed: [...failed.values()],
          undecided: [...undecided.values()],
          isWithoutMachine,
          totals,
        },
        page,
      )
      const column = Math.max(0, ...next.map(([command]) => command.length))
      return [
        '',
        paint.dim('─'.repeat(width)),
        ...(interrupted ? prose(paint.bold('Interrupted.'), ' ', page) : []),
        ...prose(headline(run.labs.length, totals, page), ' ', page),
        ...(notStarted > 0 ? prose(`${notStartedWords(notStarted)}.`, ' ', page) : []),
        ...prose(paint.dim(where.join(' · ')), ' ', page),
        ...listed,
        ...(unlisted > 0 ? ['', ...prose(paint.dim(`… and ${unlisted} more`), ' ', page)] : []),
        ...rememberedLines(totals, page),
        ...(next.length > 0 ? [''] : []),
        ...next.flatMap(step => nextLines(step, column, page)),
        '',
      ]
    },
  }
}

function rememberedLines({ attempts, remembered }: Totals, page: Page): string[] {
  if (remembered === 0) return []
  const text = `An earlier call performed ${attempts === 1 ? 'it' : `${remembered} of them`}; its evidence was judged again. --fresh performs ${attempts === 1 ? 'it' : 'all'} again.`
  return ['', ...prose(page.paint.dim(text), ' ', page)]
}

/** Lists at least this many failed attempts, or one per lab if there are more labs. */
const listedAtLeast = 20

function headline(labs: number, totals: Totals, { paint, submissions }: Page): string {
  const { attempts, by, possible } = totals
  const figures = (
    [
      ['pass', 'passed', paint.green],
      ['fail', 'failed', paint.red],
      ['error', 'could not be judged', paint.magenta],
      ['unsupported', 'unsupported here', paint.yellow],
      ['skipped', 'skipped', paint.dim],
      ['cut', 'not run to the end', paint.magenta],
    ] as const
  ).flatMap(([outcome, word, colour]) => (by[outcome] > 0 ? [colour(`${by[outcome]} ${word}`)] : []))
  const noun = submissions ? 'submission' : 'attempt'
  const isOfLabs = attempts === labs && !submissions
  const all = isOfLabs ? count(labs, 'lab') : `${count(attempts, noun)} at ${count(labs, 'lab')}`
  const earned = submissions ? earnedWords(totals) : totals.earned
  const points = possible > 0 ? `, ${earned} of ${count(possible, 'point')}` : ''
  return `${paint.bold(`${all}:`)} ${figures.join(', ') || 'nothing was run'}${points}`
}

/** An attempt that did not pass, in a few lines. */
function attemptLines(result: AttemptResult, page: Page): string[] {
  const { name, verdicts, finished } = result
  const outcome = attemptOutcome(result)
  const [first = finished ? undefined : 'was not run to its end', ...others] = messagesOf(result, outcome)
  return [
    '',
    ...prose(page.paint.bold(name), ` ${sign(outcome, page.paint)} `, page),
    ...[first, ...others].flatMap(message => (message ? prose(message, '   ', page) : [])),
    ...verdicts.filter(({ outcome }) => outcome === 'fail').flatMap(verdict => wrongLines(verdict, page)),
  ]
}

/** What ended it or a step of it; without that, why a check has its outcome. */
function messagesOf(result: AttemptResult, outcome: Outcome): string[] {
  const ends = endsOf(result)
  const { reason } = result.verdicts.find(verdict => verdict.outcome === outcome) ?? {}
  return (ends.length === 0 && reason ? [reason] : ends).map(({ message }) => message)
}

function wrongLines({ subject, facts }: Verdict, page: Page): string[] {
  const written = new Set<string>()
  return facts.flatMap(({ outcome, asked, message }) => {
    if (outcome === 'pass' || written.has(message)) return []
    written.add(message)
    return [
      ...prose(`${subject}: ${asked}`, `   ${sign(outcome, page.paint)} `, page),
      ...prose(page.paint.dim(message), '     ', page),
    ]
  })
}

/** The command stays whole, so that it can be copied; where both do not fit, what it does stands below. */
function nextLines([command, words]: [string, string], column: number, page: Page): string[] {
  const { paint, width } = page
  if (column + words.length + 3 <= width) return [` ${paint.cyan(pad(command, column))}  ${paint.dim(words)}`]
  return [` ${paint.cyan(command)}`, ...prose(paint.dim(words), '   ', page)]
}

interface Outlook {
  readonly labs: readonly LabHead[]
  readonly failed: readonly LabHead[]
  /** Labs that could not be judged. */
  readonly undecided: readonly LabHead[]
  /** Whether a machine could not be opened. */
  readonly isWithoutMachine: boolean
  readonly totals: Totals
}

const machineAdvice: [string, string] = ['unboxed doctor', 'what this machine lacks, and the remedy']

/** After a failure, that lab again; where there was no machine, why; after none of these, the same by hand. */
function nextSteps(
  { labs, failed, undecided, isWithoutMachine, totals: { attempts, by } }: Outlook,
  { nameOf, runAgain, submissions }: Page,
): [command: string, words: string][] {
  // What was handed in does not change by being performed again.
  if (submissions) return isWithoutMachine ? [machineAdvice] : []
  const [first] = labs
  const [wrong] = failed
  if (wrong)
    return [
      [`unboxed show ${nameOf(wrong)}`, 'its commands, to try by hand'],
      [`${runAgain} ${failed.map(nameOf).join(' ')}`, 'run it again'],
    ]
  if (isWithoutMachine) return [machineAdvice]
  if (undecided.length > 0)
    return [[`${runAgain} ${undecided.map(nameOf).join(' ')}`, 'run it again, in a new machine']]
  if (!first || attempts === 0 || by.pass < attempts) return []
  return [
    [`unboxed show ${nameOf(first)}`, 'the same as plain shell commands'],
    ['unboxed shell', 'a fresh machine to type them into'],
  ]
}
