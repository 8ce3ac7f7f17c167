import type { LabHead, RunEvent } from '../attempt/event.ts'

/** Writes a run in one format, as it proceeds. */
export interface Reporter {
  event(event: RunEvent): void
  /** No more events: writes everything held back. */
  end(): void
}

export type ReporterFactory = (out: (text: string) => void, style: Style) => Reporter

/** How text is styled for its destination. */
export interface Style {
  readonly colour: boolean
  /** Width of the terminal. */
  readonly columns: number
  /** Show all evidence, of passed checks too, and all output. */
  readonly verbose?: boolean
  /** What a lab is called on the command line. Default its id, which is enough for a lab of the course. */
  readonly nameOf?: (lab: Pick<LabHead, 'id' | 'file'>) => string
  /** The command that runs labs on the same machine. Default `unboxed run`. */
  readonly runAgain?: string
  /** The attempts perform what was handed in: one is shown in full, of many a line each. Default: they are not. */
  readonly submissions?: 'one' | 'many'
}
