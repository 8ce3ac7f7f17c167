import { printable } from '../printable.ts'
import { pad, widthOf, wrapped } from './format/pretty/page.ts'
import { type Paint, paintFor } from './paint.ts'

/** A topic of a course with its labs, in order. */
export interface CourseTopic {
  /** Undefined for labs that are in no topic. */
  readonly title: string | undefined
  readonly labs: readonly CourseLab[]
}

/** A lab as the table of contents shows it. */
export interface CourseLab {
  readonly id: string
  readonly title: string
  readonly level?: string
  readonly minutes?: number
  readonly claims: readonly string[]
  readonly steps: number
  /** Steps that the learner has done. */
  readonly stepsDone: number
  /** Whether it is the one to go on with. */
  readonly next: boolean
}

/** The table of contents of a course: a row for each lab or, where the terminal is too narrow for it, a few lines. */
export function courseLines(
  topics: readonly CourseTopic[],
  { colour, columns }: { readonly colour: boolean; readonly columns: number },
): string[] {
  const paint = paintFor(colour)
  const labs = topics.flatMap(({ labs }) => labs)
  const isBegun = labs.some(({ stepsDone }) => stepsDone > 0)
  const rows = new Map(labs.map(lab => [lab, rowOf(lab, isBegun, paint)]))
  const layout = layoutFor([...rows.values()], columns)
  return topics.flatMap(({ title, labs }, index) => [
    ...(index > 0 ? [''] : []),
    ...(title === undefined ? [] : wrapped(printable(title), columns).map(paint.bold)),
    ...labs.flatMap(lab => layout(rows.get(lab) as Row)),
  ])
}

/** A lab in words, coloured. */
interface Row {
  /** What the words of its progress say, at a glance. */
  readonly mark: string
  readonly id: string
  readonly title: string
  /** Level, time, progress and claims; empty where there is nothing to say. */
  readonly details: readonly string[]
}

function rowOf(lab: CourseLab, isBegun: boolean, paint: Paint): Row {
  const { id, title, level = '', minutes, claims, next } = lab
  const time = minutes === undefined ? '' : `${minutes} min`
  const details = [level, time, progressWords(lab, isBegun), claims.join(' ')]
  return {
    mark: markOf(lab, paint),
    id: (next ? paint.bold : paint.cyan)(printable(id)),
    title: printable(title),
    details: details.map(detail => paint.dim(printable(detail))),
  }
}

function markOf({ steps, stepsDone, next }: CourseLab, paint: Paint): string {
  if (stepsDone === steps) return paint.green('✓')
  if (next) return paint.bold('→')
  return stepsDone > 0 ? paint.yellow('·') : ' '
}

function progressWords({ steps, stepsDone, next }: CourseLab, isBegun: boolean): string {
  if (stepsDone === steps) return 'done'
  return [
    ...(next ? [isBegun ? 'next' : 'start here'] : []),
    ...(stepsDone > 0 ? [`${stepsDone} of ${steps}`] : []),
  ].join(', ')
}

type Layout = (row: Row) => string[]

/** All in one line if every row fits, else the title beside the name, else below it. */
function layoutFor(rows: readonly Row[], columns: number): Layout {
  const id = widest(rows.map(({ id }) => id))
  const beside = lead + id + gap
  const cells = rows.map(({ title, details }) => [title, ...details])
  const widths = (cells[0] ?? []).map((_, column) => widest(cells.map(row => row[column] ?? '')))
  const needed = widths.reduce((sum, width) => sum + (width > 0 ? width + gap : 0), beside - gap)
  if (needed <= columns) return inColumns(id, widths)
  return columns - beside >= leastTitle ? titleBeside(beside, columns) : titleBelow(columns)
}

/** Columns before the name of a lab: its mark, with a blank on either side. */
const lead = 3

/** Columns between two cells. */
const gap = 2

/** Columns that a title needs beside its name. */
const leastTitle = 32

const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(text => widthOf(text)))

const inColumns =
  (id: number, widths: readonly number[]): Layout =>
  row => {
    const cells = [row.title, ...row.details].map((cell, column) => pad(cell, widths[column] ?? 0))
    const shown = [pad(row.id, id), ...cells.filter((_, column) => widths[column] !== 0)]
    return [` ${row.mark} ${shown.join(' '.repeat(gap))}`.trimEnd()]
  }

const titleBeside =
  (indent: number, columns: number): Layout =>
  row => {
    const [first = '', ...more] = wordsOf(row, columns - indent)
    return [pad(` ${row.mark} ${row.id}`, indent) + first, ...more.map(line => ' '.repeat(indent) + line)]
  }

const titleBelow =
  (columns: number): Layout =>
  row => [` ${row.mark} ${row.id}`, ...wordsOf(row, columns - lead).map(line => ' '.repeat(lead) + line)]

/** The title, and the details below it. */
const wordsOf = ({ title, details }: Row, room: number): string[] =>
  [title, details.filter(Boolean).join(' · ')].filter(Boolean).flatMap(text => wrapped(text, room))
