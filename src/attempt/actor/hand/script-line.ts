import type { Lab, Step } from '../../../lab/lab.ts'
import { terminalsOf } from '../../../plan/terminal.ts'
import type { Submission, SubmittedLine } from '../../../submission/submission.ts'

/** A line, and where it belongs. */
export interface ScriptLine extends SubmittedLine {
  readonly step: Step['id']
  readonly terminal: number
  /** Whether nothing else is typed into its terminal afterwards, so that it may run as long as it likes. */
  readonly isLast: boolean
}

/** The lines in the order of the lab. */
export function scriptOf({ steps }: Submission, lab: Lab): ScriptLine[] {
  const handedIn = new Set(steps.flatMap(({ id, lines }) => (lines.length > 0 ? [id] : [])))
  // A step that is left out starts no shell, and ends none.
  const terminals = terminalsOf({ steps: lab.steps.filter(({ id }) => handedIn.has(id)) })
  const lines = lab.steps.flatMap(({ id: step }) =>
    steps
      .filter(({ id }) => id === step)
      .flatMap(({ lines }) => lines)
      .map(line => ({ ...line, step, terminal: line.terminal ?? terminals.get(step) ?? 1 })),
  )
  const last = new Set(new Map(lines.map(line => [line.terminal, line])).values())
  return lines.map(line => ({ ...line, isLast: last.has(line) }))
}
