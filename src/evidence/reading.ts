import type { Look } from '../protocol/message.ts'

/** One source and its content. `source` is the command that a person would type to see the same (`sourceName` of kernel/source.ts). */
export type Reading = { readonly source: string } & Look

/** A gap in a text, where a part was not kept. */
export interface Gap {
  /** Characters of the text before it. */
  readonly at: number
  /** Bytes that are missing. */
  readonly bytes: number
}

/** The gap in a stream. */
export interface Cut extends Gap {
  /** Nonblank lines of the whole stream, counted while it was printed. */
  readonly lines: number
}
