/** Who has to act on a problem: the exit code of a run is derived from it (`report/exit-code.ts`). */
export type ProblemKind = 'usage' | 'machine' | 'unsupported'

/** What a message table says of one code. */
export interface ProblemText {
  /** What happened, in one sentence without a full stop at the end. */
  readonly what: string
  /** What to do about it: a sentence, or commands a line each. */
  readonly remedy?: string
}

/** A message table: for each code, prose made from the arguments of the error. */
export type ProblemTable = Record<string, (args: never) => ProblemText>

/** An error that somebody can act on: data first, prose made from one table at the edge. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly kind: ProblemKind
  readonly code: string
  readonly args: unknown
  readonly remedy: string | undefined

  constructor(kind: ProblemKind, code: string, args: unknown, text: ProblemText, cause?: unknown) {
    super(text.what, cause === undefined ? undefined : { cause })
    this.kind = kind
    this.code = code
    this.args = args
    this.remedy = text.remedy
  }
}

/** Binds a folder's message table to a function that makes its problems, so that code and arguments always agree. */
export function problemsOf<const T extends ProblemTable>(kind: ProblemKind, table: T) {
  return <C extends keyof T & string>(code: C, args: Parameters<T[C]>[0], cause?: unknown): Problem =>
    new Problem(kind, code, args, (table[code] as (args: unknown) => ProblemText)(args), cause)
}
