/** A mistake that people make, as a person sees it: the message alone has to tell a stranger what to do. */
export interface Mistake {
  /** What the person did, in plain words. */
  readonly done: string
  /** The whole message as printed. */
  readonly says: string
  /** What the reader should conclude. */
  readonly do: string
}
