import wrapAnsi from 'wrap-ansi'
import { printableName } from '../printable.ts'
import type { Fix } from './fix/fix.ts'
import { type LabCode, type LabMessage, type LabMessages, wording } from './message.ts'
import { scrolled } from './scroll.ts'

/** A mistake in a lab file, or a file that is not a lab. Data: reports colour it, `renderProblems` writes it as plain text. */
export interface LabProblem {
  readonly code: LabCode
  /** Lines and columns count from 1; absent when the whole file is meant. */
  readonly at: { readonly file: string; readonly line?: number; readonly column?: number }
  /** How many columns of that line are meant; 0 when the whole file is. */
  readonly length: number
  /** What is wrong, in one sentence without a full stop at the end. */
  readonly message: string
  /** What to write instead. */
  readonly remedy?: string
  /** The line as it stands in the file, control characters replaced; at most some hundred characters around the place. */
  readonly sourceLine?: SourceLine
  /** A change with which this problem is gone; `remedy` names it. */
  readonly fix?: Fix
}

/** A line of the file, cut to what fits a terminal. */
export interface SourceLine {
  readonly text: string
  /** Where in `text` the place begins, from 0. */
  readonly start: number
}

/** A problem of a whole file, such as one that does not exist. */
export function fileProblem<C extends LabCode>(
  file: string,
  code: C,
  args: Parameters<LabMessages[C]>[0],
): LabProblem {
  return { code, at: { file }, length: 0, ...wording({ code, args } as LabMessage) }
}

/**
 * Problems as a person reads them in a terminal: place, sentence, source line, caret, remedy. Without `columns`, only remedies are
 * wrapped, since a program may read it.
 */
export function renderProblems(
  problems: readonly LabProblem[],
  paint: ProblemPaint = plain,
  columns = Number.POSITIVE_INFINITY,
): string {
  return problems.map(problem => `${renderProblem(problem, paint, columns).join('\n')}\n`).join('\n')
}

/** How the parts of a problem look: each gets a piece of one line and gives back the same, coloured. */
export type ProblemPaint = Readonly<
  Record<'place' | 'message' | 'margin' | 'caret' | 'remedy', (text: string) => string>
>

const same = (text: string) => text
const plain: ProblemPaint = { place: same, message: same, margin: same, caret: same, remedy: same }

function renderProblem(
  { at, length, message, remedy, sourceLine }: LabProblem,
  paint: ProblemPaint,
  columns: number,
): string[] {
  const file = printableName(at.file)
  const place = at.line === undefined ? file : `${file}:${at.line}:${at.column}`
  const number = String(at.line ?? '')
  const margin = ' '.repeat(number.length)
  const lines = wrap(`${paint.place(place)}  ${paint.message(message)}`, columns - 2).map((line, index) =>
    index === 0 ? line : `  ${line}`,
  )
  const head = (sign: string, label = margin) => paint.margin(`  ${label} ${sign} `)
  if (sourceLine) {
    const shown = scrolled(sourceLine, length, columns - margin.length - 5)
    const before = shown.before.replace(/[^\t]/gu, ' ')
    const carets = paint.caret('^'.repeat(shown.length))
    lines.push(`${head('|', number)}${shown.text}`, `${head('|')}${before}${carets}`)
  }
  const indent = ' '.repeat(margin.length + 5)
  const room = Math.min(mostColumns, columns - indent.length)
  for (const line of remedy?.split('\n') ?? [])
    lines.push(
      ...wrap(line, room).map((part, index) => `${index === 0 ? head('=') : indent}${paint.remedy(part)}`),
    )
  return lines
}

const wrap = (text: string, columns: number) =>
  Number.isFinite(columns) ? wrapAnsi(text, Math.max(20, columns)).split('\n') : [text]

/** A list of everything that could be meant is long. */
const mostColumns = 92
