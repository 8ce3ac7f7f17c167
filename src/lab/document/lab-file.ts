import { LineCounter } from 'yaml'
import { unsafe } from '../../printable.ts'
import type { LabCode, LabMessages } from '../message.ts'
import type { Position } from '../position.ts'
import type { LabProblem, SourceLine } from '../problem.ts'
import { fileProblem, wording } from '../problem.ts'

/** What a complaint points at: a node of the YAML document, or a range of its text. */
export type Where = { readonly range?: readonly number[] | null | undefined } | readonly [number, number]

/** The text of a lab file and what is wrong with it. Problems are collected, never thrown, so that all are told at once. */
export class LabFile {
  readonly file: string
  readonly text: string
  readonly lines = new LineCounter()
  readonly #problems: LabProblem[] = []
  /** Where problems were told. */
  readonly #told: number[] = []
  #count = 0

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
  }

  /** Notes a problem at a place. Gives nothing, so that a reader can return it in place of what it could not read. */
  complain<C extends LabCode>(where: Where, code: C, args: Parameters<LabMessages[C]>[0]): undefined {
    const [start, end] = rangeOf(where)
    if (code !== 'missing-key' && this.#isTold(start, end)) return undefined
    this.#count++
    if (this.#problems.length >= mostProblems) return undefined
    if (code !== 'missing-key') this.#told.push(start)
    const at = this.at(where)
    const line = this.#line(at.line)
    const length = Math.max(1, Math.min(end, line.end) - start)
    const sourceLine = cut(line.text, at.column - 1)
    const visible = Math.min(length, Math.max(1, sourceLine.text.length - sourceLine.start))
    this.#problems.push({ code, at, length: visible, ...wording(code, args), sourceLine })
    return undefined
  }

  /** Notes a problem of the whole file. */
  complainOfFile<C extends LabCode>(code: C, args: Parameters<LabMessages[C]>[0]): undefined {
    this.#count++
    this.#problems.push(fileProblem(this.file, code, args))
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

  /** All problems in the order of the file; a file that is wrong everywhere is not told line by line. */
  get problems(): readonly LabProblem[] {
    const sorted = this.#problems.toSorted(
      (a, b) => (a.at.line ?? 0) - (b.at.line ?? 0) || (a.at.column ?? 0) - (b.at.column ?? 0),
    )
    const more = this.#count - sorted.length
    return more > 0 ? [...sorted, fileProblem(this.file, 'too-many-problems', { more })] : sorted
  }

  /** What is wrong in two ways is told once: a variable that does not exist is no size either. */
  #isTold(start: number, end: number): boolean {
    return this.#told.some(told => told >= start && told < Math.max(end, start + 1))
  }

  #line(number: number): { text: string; end: number } {
    const start = this.lines.lineStarts[number - 1] ?? 0
    const next = this.text.indexOf('\n', start)
    const text = this.text.slice(start, next === -1 ? undefined : next).replace(/\r$/, '')
    return { text, end: start + text.length }
  }
}

/** More than anybody mends before trying again. */
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
