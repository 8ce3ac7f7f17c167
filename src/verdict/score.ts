import type { Verdict } from './verdict.ts'

export interface Points {
  readonly earned: number
  readonly possible: number
}

/** The points of an attempt. What could not be judged makes it an interval: from `earned` to `earned + undecided`. */
export interface Score extends Points {
  /** Of checks that rest on facts read from the kernel. */
  readonly seen: Points
  /** Of those among them whose facts were seen from both sides: by the agent in the machine, and by the host in its memory. */
  readonly both: Points
  /** Of checks that rest on what programs said alone: output, exit and duration. */
  readonly said: Points
  /** Points of checks that could not be judged, and of those that were skipped for them. */
  readonly undecided: number
}

export type Scored = Pick<Verdict, 'check' | 'outcome' | 'points' | 'ground' | 'said' | 'observed'>

/** Points of a lab: a check earns all of its points by passing, and none otherwise. */
export function scoreOf(verdicts: readonly Scored[]): Score {
  const [seen, said] = [verdicts.filter(({ said }) => !said), verdicts.filter(({ said }) => said)]
  return {
    ...pointsOf(verdicts),
    seen: pointsOf(seen),
    both: pointsOf(seen.filter(({ observed }) => observed === 'inside and outside')),
    said: pointsOf(said),
    undecided: sum(undecided(verdicts)),
  }
}

const pointsOf = (verdicts: readonly Scored[]): Points => ({
  earned: sum(verdicts.filter(({ outcome }) => outcome === 'pass')),
  possible: sum(verdicts),
})

/** In their order: what a check depends on was judged before it. */
function undecided(verdicts: readonly Scored[]): readonly Scored[] {
  const open = new Set<string>()
  return verdicts.filter(({ check, outcome, ground }) => {
    const isOpen =
      outcome === 'error' ||
      outcome === 'unsupported' ||
      (outcome === 'skipped' && ground !== undefined && open.has(ground))
    if (isOpen) open.add(check)
    return isOpen
  })
}

/** Points may have decimals, which add up to 0.30000000000000004. */
const sum = (verdicts: readonly Scored[]) =>
  Math.round(verdicts.reduce((all, { points }) => all + points, 0) * precision) / precision

const precision = 1e6
