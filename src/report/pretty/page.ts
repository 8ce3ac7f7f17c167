import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import { type Paint, paintFor } from '../paint.ts'
import type { Style } from '../reporter.ts'
import { wrapRemedy } from '../wrap.ts'

/** What is written on: how wide it is, and how it is painted. */
export interface Page {
  readonly paint: Paint
  /** Of the terminal: output of programs goes as far. */
  readonly columns: number
  /** Of what is to be read: longer lines tire the eye. */
  readonly width: number
  /** Nothing is folded, cut or left out. */
  readonly verbose: boolean
  readonly nameOf: Required<Style>['nameOf']
  readonly runAgain: string
}

export function pageFor({
  colour,
  columns,
  verbose = false,
  nameOf = ({ id }) => id,
  runAgain = 'unboxed run',
}: Style): Page {
  const sane = Number.isFinite(columns) && columns > 0 ? Math.floor(columns) : 80
  const width = Math.max(40, Math.min(sane, 96))
  return { paint: paintFor(colour), columns: sane, width, verbose, nameOf, runAgain }
}

/** Prose, wrapped at words; `first` stands before the first line, and the others begin below what follows it. */
export function prose(text: string, first: string, { width }: Page): string[] {
  return hanging(wrapped(text, Math.max(20, width - stringWidth(first))), first)
}

/** A remedy, its commands unbroken, laid out like prose. */
export function remedyLines(remedy: string, first: string, { width }: Page, paint = plain): string[] {
  return hanging(wrapRemedy(remedy, Math.max(20, width - stringWidth(first))).map(paint), first)
}

const plain = (text: string) => text

function hanging(lines: readonly string[], first: string): string[] {
  const indent = ' '.repeat(stringWidth(first))
  return lines.map((line, index) => (index === 0 ? first : indent) + line)
}

/** A line that is no prose: all its blanks are kept, and a word too long for a line goes on in the next. */
export function hard(text: string, indent: string, { columns }: Page): string[] {
  const room = Math.max(20, columns - stringWidth(indent))
  return wrapAnsi(text, room, { hard: true, trim: false })
    .split('\n')
    .map(line => indent + line)
}

/** Cut to what fits, with a sign that there is more. */
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

/** Filled with blanks to a width. */
export const pad = (text: string, width: number) => text + ' '.repeat(Math.max(0, width - stringWidth(text)))

export const widthOf = stringWidth

/** Prose in lines of at most so many columns. */
export function wrapped(text: string, room: number): string[] {
  const paragraphs = text.trim().split(/\n{2,}/)
  const lines = paragraphs.map(paragraph =>
    wrapAnsi(paragraph.replace(/\s+/g, ' '), Math.max(8, room), { hard: true }),
  )
  return lines.join('\n\n').split('\n')
}
