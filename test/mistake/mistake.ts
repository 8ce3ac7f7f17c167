/** A mistake that people make, and the message that must tell a stranger what to do about it. */
export interface Mistake {
  /** What the person did. */
  readonly done: string
  /** The whole message as it is printed. */
  readonly says: string
  /** What the reader should conclude. */
  readonly do: string
}
