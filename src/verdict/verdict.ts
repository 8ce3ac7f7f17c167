import type { Observed } from '../evidence/observation.ts'
import type { Reason } from '../evidence/reason.ts'
import type { Position } from '../lab/position.ts'

export type Outcome = 'pass' | 'fail' | 'skipped' | 'unsupported' | 'error'

/** What was decided of one check, with all a person needs to believe it. */
export interface Verdict {
  readonly lab: string
  readonly step: string
  /** The check's id. */
  readonly check: string
  /** The subject in words: `process box`, `cgroup mygroup`, `the output`. */
  readonly subject: string
  readonly outcome: Outcome
  readonly facts: readonly FactVerdict[]
  readonly points: number
  /** Where the check stands in the lab file. */
  readonly at: Position
  readonly why?: string
  /** For skipped, unsupported and error, and for a failure that the attempt ended with. */
  readonly reason?: Reason
  /** The check that it depends on and that did not pass, where it was skipped for that. */
  readonly ground?: string
  /** It rests on what programs said alone (output, exit, duration), not on facts that were read from the kernel. */
  readonly said?: true
  /** Where the facts that decided it were read; absent where none was, and where it rests on what was said. */
  readonly observed?: Observed
  /** What was read inside is not what the memory of the machine says. */
  readonly contradicted?: true
}

export interface FactVerdict {
  /** `memory.max`, `namespaces.pid`. */
  readonly fact: string
  readonly outcome: Outcome
  /** What was asked, in words: `memory.max is 64MiB`. */
  readonly asked: string
  /** As the author wrote it, and with its value when it was drawn: `64MiB`. */
  readonly expected: string
  /** As a person reads it: `64MiB (67108864)`. */
  readonly observed: string
  /** `expected 64MiB, the kernel says 128MiB`: of the matcher, negation included. */
  readonly message: string
  /** The file or command it was read from, and the lines that say it. */
  readonly evidence: readonly { readonly source: string; readonly excerpt: string }[]
  readonly manual?: string
  /** Where it was read; absent where it was not. */
  readonly seen?: Observed
  /** Both sides, where one contradicts the other. */
  readonly contradicted?: { readonly inside: string; readonly outside: string }
}

/** Where all of several facts were read: the least of it counts. */
export function observedOf(seen: readonly (Observed | undefined)[]): Observed | undefined {
  return (['inside', 'outside', 'inside and outside'] as const).find(each => seen.includes(each))
}

/**
 * The outcome of several together: the worst. What could not be found out stands above a wrong answer, because a machine that
 * cannot show one half of a check may be why the other half is wrong: without swap accounting, say, nothing is OOM-killed.
 * Nothing at all is an error: never a pass by default.
 */
export function worstOutcome(outcomes: readonly Outcome[]): Outcome {
  return worstFirst.find(outcome => outcomes.includes(outcome)) ?? 'error'
}

/**
 * The outcome of a whole attempt from those of its checks and of its end: what could not be judged outweighs a wrong answer, and a
 * skipped check is no pass. Nothing at all is an error.
 */
export function overallOutcome(outcomes: readonly Outcome[]): Outcome {
  return strongestFirst.find(outcome => outcomes.includes(outcome)) ?? 'error'
}

const strongestFirst = [
  'error',
  'fail',
  'unsupported',
  'skipped',
  'pass',
] as const satisfies readonly Outcome[]

const worstFirst = ['error', 'unsupported', 'skipped', 'fail', 'pass'] as const satisfies readonly Outcome[]
