import { LineCounter } from 'yaml'
import { unsafe } from '../../printable.ts'
import { type Choosable, chooseFixes } from '../fix/choose-fix.ts'
import { type Fix, replacing } from '../fix/fix.ts'
import { type LabCode, type LabMessage, type LabMessages, wording } from '../message.ts'
import type { Position } from '../position.ts'
import type { LabProblem, SourceLine } from '../problem.ts'
import { fileProblem } from '../problem.ts'
import { oddCharacterIn, withoutOddCharacters } from './odd-character.ts'
import { nowhere, rangeOf, type Where } from './where.ts'

/** What else is known of a complaint. */
export interface Remark {
  /** What may mend it, the most likely first. */
  readonly fixes?: readonly Fix[]
  /** Where the same mistake would be reported again. */
  readonly also?: readonly Where[]
  /** What is wrong in several places for one reason, such as a name that nothing has: reported at the first, with the lines of the others. */
  readonly group?: string
}

/** The text of a lab file and what is wrong with it. Problems are collected, never thrown, so that all are reported at once. */
export class LabFile {
  readonly file: string
  readonly text: string
  readonly lines: LineCounter
  readonly #problems: (LabProblem & Choosable)[] = []
  /** Where problems were reported. */
  readonly #reported: number[] = []
  readonly #groups = new Map<string, { readonly problem: number; readonly lines: number[] }>()
  #count = 0

  constructor(file: string, text: string, lines = linesOf(text)) {
    this.file = file
    this.text = text
    this.lines = lines
  }

  /** The same text with the problems that were found so far; what is found in one of the two is not found in the other. */
  copy(): LabFile {
    const copy = new LabFile(this.file, this.text, this.lines)
    copy.#problems.push(...this.#problems)
    copy.#reported.push(...this.#reported)
    for (const [name, { problem, lines }] of this.#groups)
      copy.#groups.set(name, { problem, lines: [...lines] })
    copy.#count = this.#count
    return copy
  }

  /** Notes a problem at a place. Returns undefined, so that a reader can return it in place of what it could not read. */
  complain<C extends LabCode>(
    where: Where,
    code: C,
    args: Parameters<LabMessages[C]>[0],
    { fixes = [], also = [], group }: Remark = {},
  ): undefined {
    const [start, end] = rangeOf(where) ?? nowhere
    if (code !== 'missing-key' && this.#isReported(start, end)) return undefined
    if (group !== undefined && this.#joins(`${code} ${group}`, [start, end], fixes)) return undefined
    this.#count++
    if (this.#problems.length >= mostProblems) return undefined
    if (code !== 'missing-key')
      this.#reported.push(start, ...also.map(place => (rangeOf(place) ?? nowhere)[0]))
    const message = { code, args } as LabMessage
    if (group !== undefined)
      this.#groups.set(`${code} ${group}`, { problem: this.#problems.length, lines: [this.at(where).line] })
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
    const [start] = rangeOf(where) ?? nowhere
    const { line, col } = this.lines.linePos(Math.min(start, this.text.length))
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) }
  }

  /** How many complaints there were so far: tells a reader whether what it called has complained. */
  get count(): number {
    return this.#count
  }

  /** All problems in the order of the file, up to a limit. `read` is what a text would have wrong with it: with it, changes are proposed. */
  problems(read?: (text: string) => readonly LabProblem[]): readonly LabProblem[] {
    const problems = this.#problems.map(problem => this.#withLines(problem))
    const sorted = problems.toSorted(
      (a, b) => (a.at.line ?? 0) - (b.at.line ?? 0) || (a.at.column ?? 0) - (b.at.column ?? 0),
    )
    const chosen = read ? chooseFixes(this.text, sorted, read, where => this.#show(where)) : sorted
    const found = chosen.map(({ fixes: _, ...problem }) => problem)
    const more = this.#count - sorted.length
    return more > 0 ? [...found, fileProblem(this.file, 'too-many-problems', { more })] : found
  }

  /** Adds a place to a problem of the same group, if there is one. */
  #joins(name: string, where: readonly [number, number], fixes: readonly Fix[]): boolean {
    const group = this.#groups.get(name)
    const first = group && this.#problems[group.problem]
    if (!group || !first) return false
    this.#reported.push(where[0])
    const { line } = this.at(where)
    if (!group.lines.includes(line)) group.lines.push(line)
    const joined = first.fixes.flatMap((fix, index) => {
      const edits = [...fix.edits, ...(fixes[index]?.edits ?? [])].toSorted((a, b) => a.start - b.start)
      return edits.length > fix.edits.length ? [{ ...fix, edits }] : []
    })
    this.#problems[group.problem] = { ...first, fixes: joined }
    return true
  }

  /** Names the other lines of a group. */
  #withLines(problem: LabProblem & Choosable): LabProblem & Choosable {
    const index = this.#problems.indexOf(problem)
    const [, ...others] = [...this.#groups.values()].find(group => group.problem === index)?.lines ?? []
    if (others.length === 0) return problem
    const lines = others.toSorted((a, b) => a - b).slice(0, mostLines)
    const more = others.length > mostLines ? ' …' : ''
    return { ...problem, message: `${problem.message} (also on line ${lines.join(', ')}${more})` }
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

function linesOf(text: string): LineCounter {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1)
  return lines
}

/** Enough to correct before the next try. */
const mostProblems = 50

/** Of a group; more would not be read. */
const mostLines = 8

/** Fits a terminal beside a line number. */
const mostColumns = 100

/** The part of a long line around a place, with nothing in it that would move a terminal's cursor. */
function cut(line: string, start: number): SourceLine {
  const from = start > mostColumns - 20 ? start - 40 : 0
  const text = line.slice(from, from + mostColumns).replace(unsafe, '�')
  const before = from > 0 ? '…' : ''
  const after = from + mostColumns < line.length ? '…' : ''
  return { text: `${before}${text}${after}`, start: start - from + before.length }
}
