import type { Span } from '../kernel/quote.ts'
import type { NoValue } from './refusal.ts'

/** What a matcher found. It always has both failure texts, so that `not` only swaps them. */
export type Finding = Found | Unjudgeable | Unseen | Uncompared

export interface Found {
  readonly matched: boolean
  /** What was asked, as the author wrote it, with what follows from it (a range, a rounding). */
  readonly expected: string
  /** The value as a person reads it. */
  readonly observed: string
  /** The failure when it should have matched and did not. */
  readonly unlike: string
  /** The failure when it should not have matched and did. */
  readonly alike: string
  /** A field that was asked for and is not there at all. */
  readonly absent?: string
  /** Where in a text something matched. */
  readonly spans?: readonly Span[]
  /** Which elements of a list matched, by index. */
  readonly elements?: readonly number[]
}

/** Expectation and value cannot be compared: an error in the lab, never a wrong answer. */
export interface Unjudgeable {
  readonly matched: undefined
  readonly because: string
}

/** The part of a text that was not kept could decide it. */
export interface Unseen {
  readonly matched: undefined
  readonly because: string
  readonly bytes: number
}

/** There is nothing to compare with: the other subject has no value. */
export interface Uncompared {
  readonly matched: undefined
  readonly because: string
  readonly why: NoValue
}

export function found(matched: boolean, expected: string, observed: string, speaker: string): Found {
  return {
    matched,
    expected,
    observed,
    unlike: `expected ${expected}, ${speaker} ${observed}`,
    alike: `expected anything but ${expected}, ${speaker} ${observed}`,
  }
}

export const unseen = (bytes: number): Unseen => ({
  matched: undefined,
  because: `${bytes} bytes of it were not kept`,
  bytes,
})

export const isUnseen = (finding: Finding): finding is Unseen => 'bytes' in finding

export const isUncompared = (finding: Finding): finding is Uncompared => 'why' in finding

export const uncompared = (why: NoValue): Uncompared => ({
  matched: undefined,
  because: 'fail' in why ? why.fail : why.reason.message,
  why,
})

export const unjudgeable = (because: string): Unjudgeable => ({ matched: undefined, because })

/** The opposite, with other words for the expectation; what cannot be judged stays so. */
export function negated(finding: Finding, expected: string): Finding {
  if (finding.matched === undefined) return finding
  const { matched, unlike, alike } = finding
  return { ...finding, matched: !matched, expected, unlike: alike, alike: unlike }
}

/** The same, with what the author may have meant said beside the failure. */
export function withHint(finding: Finding, hintOf: () => string | undefined): Finding {
  if (finding.matched !== false) return finding
  const hint = hintOf()
  return hint === undefined ? finding : { ...finding, unlike: `${finding.unlike}; ${hint}` }
}
