/** Where facts were read: by the agent in the machine, by the host in the machine's memory, or by both. */
export type Observed = 'inside and outside' | 'inside' | 'outside'

/** How the facts of an attempt were observed. */
export interface Observation {
  readonly from: Observed
  /** Why it was not observed from outside, though that was wanted. */
  readonly reason?: string
  /** Walks through the memory of the machine, and how many milliseconds they took in all. */
  readonly walks?: number
  readonly took?: number
  /** Looks that were repeated, since the two sides or two walks differed. */
  readonly repeated?: number
  /** The longest time for which the machine was stopped for a walk, in milliseconds. */
  readonly longestStop?: number
}
