import type { Cell, CellResult } from '../../src/prove/cell.ts'

/** What comes of typing the lines of a lab whose checks see whatever is done otherwise; undefined for other cells. */
export function handResult({ lab, manner, typed }: Cell): CellResult | undefined {
  if (manner !== 'by-hand') return undefined
  const isRight = typed !== undefined && JSON.stringify(linesOf(typed)) === JSON.stringify(linesOf(lab))
  const ids = lab.steps.flatMap(({ expect }) => expect.map(({ id }) => id))
  const verdict = {
    outcome: isRight ? 'pass' : 'fail',
    asked: 'it',
    message: isRight ? '' : 'it is wrong',
  } as const
  return {
    verdicts: Object.fromEntries(ids.map(id => [id, verdict])),
    caughtBy: isRight ? [] : ids,
    overdue: [],
    leaks: [],
    took: {},
    ms: 10,
  }
}

const linesOf = ({ steps }: Cell['lab']) => steps.map(({ id, in: place, run }) => [id, place, run])
