import type { Reason } from '../../evidence/evidence.ts'
import { scoreOf } from '../../verdict/score.ts'
import { type LabResult, labOutcome } from '../result.ts'
import { count, leakWords, seconds } from '../wording.ts'
import { marks, sign } from './mark.ts'
import { type Page, prose, remedyLines } from './page.ts'

/** Why a step was not done, or not to its end. */
export function stepEndedLines({ kind, message, remedy }: Reason, page: Page): string[] {
  const { paint } = page
  const lines = prose(paint[marks[kind].colour](message), `   ${sign(kind, paint)} `, page)
  return remedy ? [...lines, ...remedyLines(remedy, '     ', page, paint.cyan)] : lines
}

/** What was told of a lab before its end. */
export interface Told {
  /** Checks of steps that were never begun. */
  readonly unreached: number
  /** Messages that stand on the page already. */
  readonly messages: ReadonlySet<string>
}

/** What came of a lab: one line, and what is to be said where it was not all right. */
export function labEndLines(lab: LabResult, told: Told, page: Page): string[] {
  const { paint } = page
  const outcome = labOutcome(lab)
  const lines = ['', ...trouble(lab, told, page)]
  if (lab.leaks.length > 0)
    lines.push(
      ...prose(`left behind, and removed: ${leakWords(lab.leaks)}`, `   ${paint.yellow('!')} `, page),
      '',
    )
  const word = lab.finished ? marks[outcome].word : 'was not run to its end'
  const words = `${paint.bold(lab.head.id)} ${paint[marks[outcome].colour](word)}${paint.dim(`: ${figures(lab)}`)}`
  lines.push(...prose(words, ` ${sign(outcome, paint)} `, page))
  if (outcome === 'pass' && lab.head.reads.length > 0)
    lines.push(...prose(paint.dim(`Read on: ${lab.head.reads.join(', ')}`), '   ', page))
  return lines
}

/** `5 of 7 checks, 5 of 7 points, 1.2 s`; points only where they differ from checks. */
function figures({ verdicts, head, ms, finished }: LabResult): string {
  const passed = verdicts.filter(({ outcome }) => outcome === 'pass').length
  const all = Math.max(head.checks, verdicts.length)
  const { earned, possible } = scoreOf(verdicts)
  const some = (number: number, of: number, noun: string) =>
    number === of ? count(of, noun) : `${number} of ${count(of, noun)}`
  const parts = [some(passed, all, 'check')]
  if (verdicts.length === all && (possible !== all || earned !== passed))
    parts.push(some(earned, possible, 'point'))
  return [...parts, ...(finished ? [seconds(ms)] : [])].join(', ')
}

/** An error says clearly that it is none of the learner's. */
function trouble(lab: LabResult, { unreached, messages }: Told, page: Page): string[] {
  const { paint } = page
  const { ended, finished } = lab
  const outcome = labOutcome(lab)
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
        paint.bold(colour('This says nothing about the answers: something could not be found out.')),
        '   ',
        page,
      ),
    )
  return lines.length > 0 ? [...lines, ''] : lines
}
