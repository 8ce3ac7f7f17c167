import { LineCounter } from 'yaml'
import { unsafe } from '../../printable.ts'
import { type Choosable, chooseFixes } from '../fix/choose-fix.ts'
import { type Fix, replacing } from '../fix/fix.ts'
import { type LabCode, type LabMessage, type LabMessages, wording } from '../message.ts'
import type { Position } from '../position.ts'
import type { LabProblem, SourceLine } from '../problem.ts'
import { fileProblem } from '../problem.ts'
import { oddCharacterIn, withoutOddCharacters } from './odd-character.ts'

/** What a complaint points at: a node of the YAML document, or a range of its text. */
export type Where = { readonly range?: readonly number[] | null | undefined } | readonly [number, number]

/** What else is known of a complaint. */
export interface Remark {
  /** What may mend it, the most likely first. */
  readonly fixes?: readonly Fix[]
  /** Where the same mistake would be reported again. */
  readonly also?: readonly Where[]
}

/** The text of a lab file and what is wrong with it. Problems are collected, never thrown, so that all are reported at once. */
export class LabFile {
  readonly file: string
  readonly text: string
  readonly lines = new LineCounter()
  readonly #problems: (LabProblem & Choosable)[] = []
  /** Where problems were reported. */
  readonly #reported: number[] = []
  #count = 0

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
    this.lines.addNewLine(0)
    for (const { index } of text.matchAll(/\n/g)) this.lines.addNewLine(index + 1)
  }

  /** Notes a problem at a place. Returns undefined, so that a reader can return it in place of what it could not read. */
  complain<C extends LabCode>(
    where: Where,
    code: C,
    args: Parameters<LabMessages[C]>[0],
    { fixes = [], also = [] }: Remark = {},
  ): undefined {
    const [start, end] = rangeOf(where)
    if (code !== 'missing-key' && this.#isReported(start, end)) return undefined
    this.#count++
    if (this.#problems.length >= mostProblems) return undefined
    if (code !== 'missing-key') this.#reported.push(start, ...also.map(place => rangeOf(place)[0]))
    const message = { code, args } as LabMessage
    this.#problems.push({
      code,
      ...this.#show([start, end]),
      ...wording(message),
      fixes: [...this.#plainCharacters(start, end), ...fixes].filter(fix => this.#keepsReferences(fix)),
    })
    return undefined
  }

  /** Notes a problem of the whole file. */
  complainOfFile<C extends LabCode>(code: C, args: Parameters<LabMessages[C]>[0]): undefined {
    this.#count++
    this.#problems.push({ ...fileProblem(this.file, code, args), fixes: [] })
    return undefined
  }

  /** Where something begins. */
  at(where: Where): Position {
    const [start] = rangeOf(where)
    const { line, col } = this.lines.linePos(Math.min(start, this.text.length))
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }

  /** How many complaints there were so far: tells a reader whether what it called has complained. */
  get count(): number {
    return this.#count
  }

  /** All problems in the order of the file, up to a limit. `read` is what a text would have wrong with it: with it, changes are proposed. */
  problems(read?: (text: string) => readonly LabProblem[]): readonly LabProblem[] {
    const sorted = this.#problems.toSorted(
      (a, b) => (a.at.line ?? 0) - (b.at.line ?? 0) || (a.at.column ?? 0) - (b.at.column ?? 0),
    )
    const chosen = read ? chooseFixes(this.text, sorted, read, where => this.#show(where)) : sorted
    const problems = chosen.map(({ fixes: _, ...problem }) => problem)
    const more = this.#count - sorted.length
    return more > 0 ? [...problems, fileProblem(this.file, 'too-many-problems', { more })] : problems
  }

  /** A mistake that makes a value wrong in two ways is reported once: a variable that does not exist is no size either. */
  #isReported(start: number, end: number): boolean {
    return this.#reported.some(place => place >= start && place < Math.max(end, start + 1))
  }

  #show(where: readonly [number, number]): Pick<LabProblem, 'at' | 'length' | 'sourceLine'> {
    const at = this.at(where)
    const line = this.#line(at.line)
    const [start, end] = where
    const length = Math.max(1, Math.min(end, line.end) - start)
    const sourceLine = cut(line.text, at.column - 1)
    const visible = Math.min(length, Math.max(1, sourceLine.text.length - sourceLine.start))
    return { at, length: visible, sourceLine }
  }

  /** What a variable stands for is changed where the variable is, not where it is used. */
  #keepsReferences({ edits }: Fix): boolean {
    return edits.every(
      ({ start, end, text }) => !this.text.slice(start, end).includes('${') || text.includes('${'),
    )
  }

  /** A word that is not what it looks like is seldom wrong in another way. */
  #plainCharacters(start: number, end: number): Fix[] {
    const written = this.text.slice(start, Math.min(end, start + mostColumns))
    const odd = oddCharacterIn(written)
    if (!odd || written.includes('\n')) return []
    const place = start + odd.at
    return [
      {
        ...replacing(start, start + written.length, withoutOddCharacters(written)),
        at: [place, place + odd.character.length],
        cause: { code: 'odd-character', args: odd },
      },
    ]
  }

  #line(number: number): { text: string; end: number } {
    const start = this.lines.lineStarts[number - 1] ?? 0
    const next = this.text.indexOf('\n', start)
    const text = this.text.slice(start, next === -1 ? undefined : next).replace(/\r$/, '')
    return { text, end: start + text.length }
  }
}

/** Enough to correct before the next try. */
const mostProblems = 50

/** Fits a terminal beside a line number. */
const mostColumns = 100

function rangeOf(where: Where): readonly [number, number] {
  const range = 'range' in where ? where.range : (where as readonly [number, number])
  return [range?.[0] ?? 0, range?.[1] ?? 0]
}

/** The part of a long line around a place, with nothing in it that would move a terminal's cursor. */
function cut(line: string, start: number): SourceLine {
  const from = start > mostColumns - 20 ? start - 40 : 0
  const text = line.slice(from, from + mostColumns).replace(unsafe, '�')
  const before = from > 0 ? '…' : ''
  const after = from + mostColumns < line.length ? '…' : ''
  return { text: `${before}${text}${after}`, start: start - from + before.length }
}
