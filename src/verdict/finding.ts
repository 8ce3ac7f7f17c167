/** What a matcher found. Both failure texts are always there, so that `not` only swaps them. */
export type Finding = Found | Unjudgeable | Unseen

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
}

/** Expectation and value cannot be compared: an error of the lab or of ours, never a wrong answer. */
export interface Unjudgeable {
  readonly matched: undefined
  readonly because: string
}

/** What was not kept of a text could decide it: nobody's fault, and never an answer. */
export interface Unseen {
  readonly matched: undefined
  readonly because: string
  readonly bytes: number
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

export const unjudgeable = (because: string): Unjudgeable => ({ matched: undefined, because })

/** The opposite, in other words for the expectation; what cannot be judged stays so. */
export function negated(finding: Finding, expected: string): Finding {
  if (finding.matched === undefined) return finding
  const { matched, unlike, alike } = finding
  return { ...finding, matched: !matched, expected, unlike: alike, alike: unlike }
}

/** The same, with what the author may have meant said beside the failure. */
export function withHint(finding: Finding, hint: string | undefined): Finding {
  if (finding.matched !== false || hint === undefined) return finding
  return { ...finding, unlike: `${finding.unlike}; ${hint}` }
}
