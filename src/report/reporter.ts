import type { LabHead, RunEvent } from '../attempt/event.ts'
import { jsonl } from './jsonl.ts'
import { junit } from './junit.ts'
import { pretty } from './pretty.ts'
import { tap } from './tap.ts'

/** Writes what a run tells, in one format. */
export interface Reporter {
  readonly name: ReporterName
  event(event: RunEvent): void
  /** Nothing more will come: whatever was held back is written. */
  end(): void | Promise<void>
}

export type ReporterName = 'pretty' | 'tap' | 'jsonl' | 'junit'

export type ReporterFactory = (out: (text: string) => void, style: Style) => Reporter

/** How text may look where it goes. */
export interface Style {
  readonly colour: boolean
  /** Width of the terminal. */
  readonly columns: number
  /** Show all evidence, of passed checks too, and all output. */
  readonly verbose?: boolean
  /** What a lab is called on the command line. Default its id, which is enough for a lab of the course. */
  readonly nameOf?: (lab: Pick<LabHead, 'id' | 'file'>) => string
  /** What a run on the same machine is, on the command line. Default `unboxed run`. */
  readonly runAgain?: string
}

export const reporters: Readonly<Record<ReporterName, ReporterFactory>> = { pretty, tap, jsonl, junit }
