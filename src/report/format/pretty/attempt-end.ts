import type { Reason } from '../../../evidence/reason.ts'
import { scoreOf } from '../../../verdict/score.ts'
import { type AttemptResult, attemptOutcome } from '../../view/result.ts'
import { count, leftWords, seconds } from '../../wording.ts'
import { marks, sign } from './mark.ts'
import { type Page, prose, remedyLines } from './page.ts'
import { scoreWords } from './points.ts'

/** Why a step was not done or did not finish. */
export function stepEndedLines({ kind, message, remedy }: Reason, page: Page): string[] {
  const { paint } = page
  const lines = prose(paint[marks[kind].colour](message), `   ${sign(kind, paint)} `, page)
  return remedy ? [...lines, ...remedyLines(remedy, '     ', page, paint.cyan)] : lines
}

/** What the page has already shown of an attempt. */
interface Shown {
  /** Checks of steps that were never begun. */
  readonly unreached: number
  /** Messages that are already on the page. */
  readonly messages: ReadonlySet<string>
}

/** The result of an attempt in one line, after the reasons where it did not pass. */
export function attemptEndLines(result: AttemptResult, shown: Shown, page: Page): string[] {
  const { paint } = page
  const { name, lab, leaks, finished, notes } = result
  const outcome = attemptOutcome(result)
  const lines = ['', ...trouble(result, shown, page)]
  lines.push(...notes.flatMap(note => prose(note, `   ${paint.yellow('!')} `, page)))
  if (notes.length > 0) lines.push('')
  if (leaks.length > 0)
    lines.push(...leftWords(leaks).flatMap(words => prose(words, `   ${paint.yellow('!')} `, page)), '')
  const word = finished ? marks[outcome].word : 'was not run to its end'
  const words = `${paint.bold(name)} ${paint[marks[outcome].colour](word)}${paint.dim(`: ${figures(result)}`)}`
  lines.push(...prose(words, ` ${sign(outcome, paint)} `, page))
  if (outcome === 'pass' && lab.reads.length > 0)
    lines.push(...prose(paint.dim(`Read on: ${lab.reads.join(', ')}`), '   ', page))
  return lines
}

/** `5 of 7 checks, 5 of 7 points, 1.2 s`; points only where they differ from checks. */
function figures({ attempt, verdicts, lab, ms, finished }: AttemptResult): string {
  const passed = verdicts.filter(({ outcome }) => outcome === 'pass').length
  const all = Math.max(lab.checks, verdicts.length)
  const { earned, possible } = scoreOf(verdicts)
  const some = (number: number, of: number, noun: string) =>
    number === of ? count(of, noun) : `${number} of ${count(of, noun)}`
  const parts = [some(passed, all, 'check')]
  if (attempt.learner !== undefined) parts.push(`points: ${scoreWords(verdicts)}`)
  else if (verdicts.length === all && (possible !== all || earned !== passed))
    parts.push(some(earned, possible, 'point'))
  const { both } = scoreOf(verdicts)
  // With a learner's points stands what they rest on.
  const isSeen = attempt.learner === undefined && both.possible > 0
  const seen = verdicts.filter(({ observed }) => observed === 'inside and outside').length
  return [
    ...parts,
    ...(isSeen ? [`${seen} seen from both sides`] : []),
    ...(finished ? [seconds(ms)] : []),
  ].join(', ')
}

/** Why it did not pass; errors are marked as not the learner's fault. */
function trouble(result: AttemptResult, { unreached, messages }: Shown, page: Page): string[] {
  const { paint } = page
  const { ended, finished } = result
  const outcome = attemptOutcome(result)
  const colour = paint[marks[outcome].colour]
  const lines: string[] = []
  if (unreached > 0)
    lines.push(
      ...prose(colour(`${count(unreached, 'check')} not reached`), `   ${sign(outcome, paint)} `, page),
    )
  if (ended && !messages.has(ended.message)) lines.push(...prose(colour(ended.message), '   ', page))
  if (ended?.remedy && !messages.has(ended.remedy))
    lines.push(...remedyLines(ended.remedy, '   ', page, paint.cyan))
  if (outcome === 'error' && finished && ended?.code !== 'interrupted')
    lines.push(
      ...prose(
        paint.bold(colour('This is not a wrong answer: something could not be determined.')),
        '   ',
        page,
      ),
    )
  return lines.length > 0 ? [...lines, ''] : lines
}
