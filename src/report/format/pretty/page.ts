import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import { type Paint, paintFor } from '../../paint.ts'
import type { Style } from '../../reporter.ts'
import { wrapRemedy } from '../../wrap.ts'

/** How text is laid out: widths, colours, and the words for commands. */
export interface Page {
  readonly paint: Paint
  /** The width of the terminal, used by the output of programs. */
  readonly columns: number
  /** The width of prose: long lines are hard to read. */
  readonly width: number
  /** Nothing is folded or cut. */
  readonly verbose: boolean
  readonly nameOf: Required<Style>['nameOf']
  readonly runAgain: string
  readonly submissions: Style['submissions']
}

export function pageFor({
  colour,
  columns,
  verbose = false,
  nameOf = ({ id }) => id,
  runAgain = 'unboxed run',
  submissions,
}: Style): Page {
  const sane = Number.isFinite(columns) && columns > 0 ? Math.floor(columns) : 80
  const width = Math.max(narrowest, Math.min(sane, 96))
  return { paint: paintFor(colour), columns: sane, width, verbose, nameOf, runAgain, submissions }
}

/** Columns; where a terminal has fewer, lines are longer than it. */
const narrowest = 30

/** The least room for text beside what stands before it. */
const leastRoom = 8

/** Prose, wrapped at words, with `first` before the first line and the others indented to match. */
export function prose(text: string, first: string, { width }: Page): string[] {
  return hanging(wrapped(text, Math.max(leastRoom, width - stringWidth(first))), first)
}

/** A remedy, its commands unbroken, laid out like prose. */
export function remedyLines(remedy: string, first: string, { width }: Page, paint = plain): string[] {
  return hanging(wrapRemedy(remedy, Math.max(leastRoom, width - stringWidth(first))).map(paint), first)
}

const plain = (text: string) => text

function hanging(lines: readonly string[], first: string): string[] {
  const indent = ' '.repeat(stringWidth(first))
  return lines.map((line, index) => (index === 0 ? first : indent) + line)
}

/** Wraps a line anywhere and keeps its blanks: for output and file contents. */
export function hard(text: string, indent: string, { columns }: Page): string[] {
  const room = Math.max(leastRoom, columns - stringWidth(indent))
  return wrapAnsi(text, room, { hard: true, trim: false })
    .split('\n')
    .map(line => indent + line)
}

/** Cuts text to a width and marks the cut with an ellipsis. */
export function cut(text: string, room: number): string {
  if (stringWidth(text) <= room) return text
  let width = 0
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += stringWidth(segment)
    if (width > Math.max(1, room) - 1) break
    kept += segment
  }
  return `${kept}…`
}

/** Pads text with blanks to a width. */
export const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - stringWidth(text)))

export const widthOf = stringWidth

/** Wraps prose to lines of at most `room` columns. */
export function wrapped(text: string, room: number): string[] {
  const paragraphs = text.trim().split(/\n{2,}/)
  const lines = paragraphs.map(paragraph =>
    wrapAnsi(paragraph.replace(/\s+/g, ' '), Math.max(8, room), { hard: true }),
  )
  return lines.join('\n\n').split('\n')
}
