import type { Binding } from '../evidence/binding.ts'

/** A piece of the text of one source of a fact, which is named by its index. */
export interface Piece {
  readonly source: number
  readonly text: string
  /** A place in the text that must be seen even where a long line is cut. Default: its beginning. */
  readonly at?: number
}

/** What is quoted of a fact. */
export interface Quoted {
  /** The field of a record, or the key of a map. Default: all of them. */
  readonly field?: string | undefined
  readonly binding: Binding
  /** Of a list, the elements that matched. Default: all of them. */
  readonly elements?: readonly number[] | undefined
  /** Of a text, the parts that matched. Default: all of it. */
  readonly spans?: readonly Span[] | undefined
}

/** A part of a text, as `slice` takes it. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Picks the pieces of the texts of a fact's sources that its value comes from. */
export type Quote = (texts: readonly string[], quoted: Quoted) => readonly Piece[]

/** All of each text. */
export const wholeTexts: Quote = texts => texts.map((text, source) => ({ source, text }))

/** One line of the first text, by the key that it begins with: `NSpid` of /proc/PID/status. */
export const lineOf = (key: string): Quote => lineThat(line => keyIn(line) === key)

/** The lines of the first text that pass a test; all of them where none does. */
export function lineThat(test: (line: string, quoted: Quoted) => boolean): Quote {
  return ([text = ''], quoted) => {
    const lines = linesOf(text).filter(line => test(line, quoted))
    return [{ source: 0, text: lines.length > 0 ? lines.join('\n') : text }]
  }
}

/** The line of the first text that begins with the field. */
export const lineOfField: Quote = lineThat((line, { field }) => field !== undefined && keyIn(line) === field)

/** Of a list that has an element for each line of the first text: the lines of the elements that matched. */
export const lineOfElement: Quote = ([text = ''], { elements = [] }) => {
  const lines = linesOf(text)
  const found = elements.flatMap(index => lines[index] ?? [])
  return [{ source: 0, text: found.length > 0 ? found.join('\n') : text }]
}

/** Of a value that is the first text itself: the lines in which it matched. */
export const lineOfSpan: Quote = ([text = ''], { spans = [] }) => {
  const [first] = spans
  if (!first) return [{ source: 0, text }]
  const whole = merged(spans.map(span => toWholeLines(text, span)))
  const found = whole.map(({ from, to }) => text.slice(from, to)).join('\n')
  const [line = first] = whole
  return [{ source: 0, text: found, at: first.from - line.from }]
}

/** `NSpid` of `NSpid:\t8`, `254:0` of `254:0 rbytes=4096`. */
const keyIn = (line: string) => /^\S*/.exec(line)?.[0].replace(/:$/, '')

const linesOf = (text: string) => text.split('\n').filter(line => line !== '')

function toWholeLines(text: string, { from, to }: Span): Span {
  // A match may end in the newline of its last line.
  const last = Math.max(from, to - 1)
  const end = text.indexOf('\n', last)
  return { from: text.lastIndexOf('\n', from - 1) + 1, to: end < 0 ? text.length : end }
}

/** In order, each part once. */
function merged(spans: readonly Span[]): Span[] {
  const sorted = spans.toSorted((a, b) => a.from - b.from)
  const result: Span[] = []
  for (const span of sorted) {
    const last = result.at(-1)
    if (last && span.from <= last.to)
      result.splice(-1, 1, { from: last.from, to: Math.max(last.to, span.to) })
    else result.push(span)
  }
  return result
}
