import type { ProblemText } from '../problem.ts'
import type { CellResult } from './cell.ts'
import { type ProofMessages, proofMessages } from './message.ts'
import type { ProofCase } from './proof.ts'

/** What a case is about. */
export type Head = Pick<ProofCase, 'proof' | 'name' | 'at'>

export const shown = (head: Head, message: string, said?: string): ProofCase => ({
  ...head,
  outcome: 'pass',
  message,
  ...(said === undefined ? {} : { said }),
})

/** A case that did not pass, with its message from the table. */
export function notShown<C extends keyof ProofMessages>(
  head: Head,
  code: C,
  args: Parameters<ProofMessages[C]>[0],
  outcome: 'fail' | 'error' | 'unsupported' = 'fail',
): ProofCase {
  const { what, remedy } = (proofMessages[code] as (args: unknown) => ProblemText)(args)
  return { ...head, outcome, message: what, ...(remedy === undefined ? {} : { remedy }) }
}

/** A run that broke off decides nothing: the case reports the machine, never the lab. */
export function unfinished(head: Head, { ended }: CellResult): ProofCase | undefined {
  if (!ended) return undefined
  const { message, remedy, kind } = ended
  const told = notShown(head, 'not-run', { message }, kind === 'unsupported' ? 'unsupported' : 'error')
  return remedy === undefined ? told : { ...told, remedy }
}

/** A check that could not be judged decides nothing. */
export function unjudged(head: Head, { verdicts }: CellResult): ProofCase | undefined {
  const open = Object.values(verdicts).find(({ outcome }) => outcome === 'error' || outcome === 'unsupported')
  return open && notShown(head, 'not-run', { message: open.message }, 'error')
}

/** `a/1: message` for each check that did not pass. */
export function failures({ verdicts }: CellResult): string[] {
  return Object.entries(verdicts).flatMap(([check, { outcome, message }]) =>
    outcome === 'pass' ? [] : [`${check}${outcome === 'fail' ? '' : ` (${outcome})`}: ${message}`],
  )
}
