import type { LabProblem } from '../problem.ts'
import { applyFix, type Fix, wordsWith } from './fix.ts'

/** Everything that might mend a problem, the most likely first. */
export interface Choosable {
  readonly fixes: readonly Fix[]
}

type Fixable = LabProblem & Choosable

/**
 * Proposes to the author only what is then accepted: each fix is tried, and the one that leaves the fewest problems is chosen.
 * Where one leaves none, its problem is the cause of all others.
 */
export function chooseFixes(
  text: string,
  problems: readonly Fixable[],
  read: (text: string) => readonly LabProblem[],
  show: (where: readonly [number, number]) => Partial<LabProblem>,
): Fixable[] {
  let readings = text.length > longestText ? 0 : mostReadings
  const chosen: Fixable[] = []
  for (const problem of problems) {
    let best: { fix: Fix; left: number } | undefined
    for (const fix of problem.fixes) {
      if (readings-- <= 0) break
      const left = leftBy(problem, problems, tryFix(text, fix, read))
      if (left !== undefined && left < (best?.left ?? Number.POSITIVE_INFINITY)) best = { fix, left }
      if (left === 0) break
    }
    const worded = best ? fixed(problem, best.fix, text, show) : problem
    if (best?.left === 0) return [worded]
    chosen.push(worded)
  }
  return chosen
}

function fixed(
  problem: Fixable,
  fix: Fix,
  text: string,
  show: (where: readonly [number, number]) => Partial<LabProblem>,
): Fixable {
  const { cause, at } = fix
  return {
    ...problem,
    ...(cause && { code: cause.code }),
    ...(at && show(at)),
    ...wordsWith(problem, fix, text),
    fix,
  }
}

/** Trying a fix takes a reading of the whole file. */
const mostReadings = 60
const longestText = 32 * 1024

interface Tried {
  readonly after: readonly LabProblem[]
  /** What was put in is wrong itself. */
  readonly isRefused: boolean
}

function tryFix(text: string, fix: Fix, read: (text: string) => readonly LabProblem[]): Tried {
  const fixed = applyFix(text, fix)
  const after = read(fixed)
  const ends = [...fixed.matchAll(/\n/g)].map(({ index }) => index + 1)
  const offsetOf = ({ at }: LabProblem) =>
    at.line === undefined ? -1 : (ends[at.line - 2] ?? 0) + (at.column ?? 1) - 1
  let grown = 0
  const ranges = fix.edits.map(({ start, end, text }) => {
    const from = start + grown
    grown += text.length - (end - start)
    return { from, to: from + text.trimEnd().length }
  })
  const isRefused = after.some(problem =>
    ranges.some(({ from, to }) => offsetOf(problem) >= from && offsetOf(problem) < to),
  )
  return { after, isRefused }
}

/** How many problems a fix leaves; undefined if this one is still there, or another came in its place. */
function leftBy(
  problem: LabProblem,
  before: readonly LabProblem[],
  { after, isRefused }: Tried,
): number | undefined {
  const isMended = isSyntax(problem) ? mendsSyntax(problem, before, after) : after.length < before.length
  return isMended && !isRefused ? after.length : undefined
}

const isSyntax = ({ code }: LabProblem) => code === 'syntax'

/** Behind a mistake in the syntax others may come to light, so that counting is not enough. */
function mendsSyntax(
  { at }: LabProblem,
  before: readonly LabProblem[],
  after: readonly LabProblem[],
): boolean {
  const linesOf = (problems: readonly LabProblem[]) => problems.filter(isSyntax).map(({ at }) => at.line ?? 0)
  const [then, now] = [linesOf(before), linesOf(after)]
  const line = at.line ?? 0
  return now.every(other => other > line) || (!now.includes(line) && now.length < then.length)
}
