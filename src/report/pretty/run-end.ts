import { scoreOf } from '../../verdict/score.ts'
import type { Outcome, Verdict } from '../../verdict/verdict.ts'
import { type LabResult, labOutcome, type RunResult } from '../result.ts'
import { count, seconds } from '../wording.ts'
import { sign } from './mark.ts'
import { type Page, pad, prose } from './page.ts'

/** The end of a run: how many labs passed, what did not, and what to do next. */
export function runEndLines(run: RunResult, page: Page): string[] {
  const { paint, width } = page
  const { labs, interrupted, ms, machine, seed } = run
  const lines = ['', paint.dim('─'.repeat(width))]
  if (interrupted) lines.push(...prose(paint.bold('Interrupted.'), ' ', page))
  lines.push(...prose(headline(run, page), ' ', page))
  const where = [seconds(ms), machine, `seed ${seed}`].filter(Boolean)
  lines.push(...prose(paint.dim(where.join(' · ')), ' ', page))
  for (const lab of labs) lines.push(...labLines(lab, page))
  const next = nextSteps(labs, page)
  const column = Math.max(0, ...next.map(([command]) => command.length))
  if (next.length > 0) lines.push('')
  for (const [command, words] of next) lines.push(` ${paint.cyan(pad(command, column))}  ${paint.dim(words)}`)
  return [...lines, '']
}

/** Interrupted, or never begun. */
const isCut = ({ finished, ended }: LabResult) => !finished || ended?.code === 'interrupted'

function headline({ labs }: RunResult, { paint }: Page): string {
  const by = (outcome: Outcome | 'cut') =>
    labs.filter(lab => (isCut(lab) ? 'cut' : labOutcome(lab)) === outcome).length
  const { earned, possible } = scoreOf(labs.flatMap(({ verdicts }) => verdicts))
  const figures = (
    [
      ['pass', 'passed', paint.green],
      ['fail', 'failed', paint.red],
      ['error', 'could not be judged', paint.magenta],
      ['unsupported', 'unsupported here', paint.yellow],
      ['skipped', 'skipped', paint.dim],
      ['cut', 'not run to the end', paint.magenta],
    ] as const
  ).flatMap(([outcome, word, colour]) => (by(outcome) > 0 ? [colour(`${by(outcome)} ${word}`)] : []))
  const points = possible > 0 ? `, ${earned} of ${count(possible, 'point')}` : ''
  return `${paint.bold(`${count(labs.length, 'lab')}:`)} ${figures.join(', ') || 'nothing was run'}${points}`
}

/** What did not pass, each in a line or two. */
function labLines(lab: LabResult, page: Page): string[] {
  const { paint } = page
  const outcome = labOutcome(lab)
  if (outcome === 'pass') return []
  const said = lab.ended ?? lab.verdicts.find(verdict => verdict.outcome === outcome)?.reason
  const message = said?.message ?? (lab.finished ? undefined : 'was not run to its end')
  return [
    '',
    ...prose(paint.bold(lab.head.id), ` ${sign(outcome, paint)} `, page),
    ...(message ? prose(message, '   ', page) : []),
    ...lab.verdicts.filter(({ outcome }) => outcome === 'fail').flatMap(verdict => wrongLines(verdict, page)),
  ]
}

function wrongLines({ subject, facts }: Verdict, page: Page): string[] {
  const told = new Set<string>()
  return facts.flatMap(({ outcome, asked, message }) => {
    if (outcome === 'pass' || told.has(message)) return []
    told.add(message)
    return [
      ...prose(`${subject}: ${asked}`, `   ${sign(outcome, page.paint)} `, page),
      ...prose(page.paint.dim(message), '     ', page),
    ]
  })
}

/** What to do now: after a mistake, that lab again; after none, by hand. */
function nextSteps(labs: readonly LabResult[], page: Page): [command: string, words: string][] {
  const nameOf = ({ head }: LabResult) => page.nameOf(head)
  const wrong = labs.filter(lab => labOutcome(lab) === 'fail')
  const broken = labs.filter(lab => labOutcome(lab) === 'error')
  const [failed] = wrong
  if (failed)
    return [
      [`unboxed show ${nameOf(failed)}`, 'its commands, to try by hand'],
      [`${page.runAgain} ${wrong.map(nameOf).join(' ')}`, 'run it again'],
    ]
  if (broken.some(lab => !isCut(lab))) return [['unboxed doctor', 'what this machine lacks, and the remedy']]
  const [first] = labs
  if (!first || labs.some(lab => labOutcome(lab) !== 'pass')) return []
  return [
    [`unboxed show ${nameOf(first)}`, 'the same as plain shell commands'],
    ['unboxed shell', 'a fresh machine to type them into'],
  ]
}
