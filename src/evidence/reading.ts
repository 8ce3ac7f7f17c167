import type { Look } from '../protocol/message.ts'
import type { Value } from './value.ts'

/** One source and its content. `source` is the command that a person would type to see the same (`sourceName` of kernel/source.ts). */
export type Reading = { readonly source: string } & Look

/**
 * What the memory of the machine says of one fact, as the host read it in a walk before a look and in one after. `source` names object and fact:
 * `process 97: parent`.
 */
export type OutsideReading =
  /** Null where there was no such object; `after` only if the second walk showed something else. */
  | { readonly source: string; readonly value: Value | null; readonly after?: Value | null }
  /** Whatever was tried, the machine was changing a list that leads to it. */
  | { readonly source: string; readonly torn: string }

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
