import type { Lab, Step } from '../../../lab/lab.ts'
import { terminalsOf } from '../../../plan/terminal.ts'
import type { Submission, SubmittedLine } from '../../../submission/submission.ts'

/** A line, and where it belongs. */
export interface ScriptLine extends SubmittedLine {
  readonly step: Step['id']
  readonly terminal: number
  /** Whether nothing else is typed into its terminal afterwards, so that it may run as long as it likes. */
  readonly isLast: boolean
  /** An earlier line in its terminal was interrupted with Ctrl-C before this one was typed. */
  readonly isAfterInterrupt: boolean
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
  const interrupted = linesAfterInterrupt(lines)
  return lines.map(line => ({
    ...line,
    isLast: last.has(line),
    isAfterInterrupt: interrupted.has(line),
  }))
}

/** The first line in each terminal that was typed after an earlier one there was interrupted. Those between were read by what was interrupted. */
function linesAfterInterrupt<L extends SubmittedLine & Pick<ScriptLine, 'terminal'>>(
  lines: readonly L[],
): Set<L> {
  const pending = new Map<number, number>()
  const found = new Set<L>()
  for (const line of lines) {
    const { terminal, typedAfter, interruptedAfter } = line
    if (typedAfter === undefined) continue
    if (typedAfter >= (pending.get(terminal) ?? Number.POSITIVE_INFINITY)) {
      found.add(line)
      pending.delete(terminal)
    }
    if (interruptedAfter !== undefined) pending.set(terminal, typedAfter + interruptedAfter)
  }
  return found
}
