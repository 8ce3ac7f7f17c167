import type { LabProblem } from '../problem.ts'
import { applyFix, type Fix, wordsWith } from './fix.ts'

/** Everything that might mend a problem, the most likely first. */
export interface Choosable {
  readonly fixes: readonly Fix[]
}

type Fixable = LabProblem & Choosable

/** Proposes to the author only what is then accepted: each fix is tried, and the one that leaves the fewest problems is chosen. */
export function chooseFixes(
  text: string,
  problems: readonly Fixable[],
  read: (text: string) => readonly LabProblem[],
  show: (where: readonly [number, number]) => Partial<LabProblem>,
): Fixable[] {
  let readings = text.length > longestText ? 0 : mostReadings
  return problems.map(problem => {
    const tried = problem.fixes.slice(0, readings)
    readings -= tried.length
    const [best] = tried
      .map(fix => ({ fix, left: leftBy(problem, problems, read(applyFix(text, fix))) }))
      .filter(({ left }) => left !== undefined)
      .toSorted((a, b) => (a.left ?? 0) - (b.left ?? 0))
    if (!best) return problem
    const { cause, at } = best.fix
    return {
      ...problem,
      ...(cause && { code: cause.code }),
      ...(at && show(at)),
      ...wordsWith(problem, best.fix, text),
      fix: best.fix,
    }
  })
}

/** Trying a fix takes a reading of the whole file. */
const mostReadings = 200
const longestText = 32 * 1024

/** How many problems a fix leaves; undefined if this one is still there, or another came in its place. */
function leftBy(
  problem: LabProblem,
  before: readonly LabProblem[],
  after: readonly LabProblem[],
): number | undefined {
  const isMended = isSyntax(problem) ? mendsSyntax(problem, before, after) : after.length < before.length
  return isMended ? after.length : undefined
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
