import type { Evidence } from '../evidence/evidence.ts'
import type { Reason } from '../evidence/reason.ts'
import { hasBrokenDown } from '../prove/run-again.ts'

/** In how many machines an attempt is made that breaks down. */
export const mostMachines = 3

/** Whether the attempt says nothing about the submission, so that it is repeated in another machine. */
export const isBroken = ({ ended }: Evidence): boolean =>
  ended !== undefined && hasBrokenDown({ ended }) && !ownDoing.has(ended.code) && !forAPerson.has(ended.code)

/** What ends an attempt and is the submission's own doing: time limits do not run while a machine stands still. */
const ownDoing = new Set(['step-timeout', 'line-timeout', 'lab-timeout'])

/** What no machine can do again, and a person has to look at: it stays an error. */
const forAPerson = new Set(['full-screen'])

/** The evidence of an attempt that did not break down: its own doing is no error of the machine. */
export const charged = (evidence: Evidence): Evidence =>
  withReasons(evidence, reason => (ownDoing.has(reason.code) ? { ...reason, kind: 'fail' } : reason))

/**
 * The evidence of an attempt that broke down in every machine, for these reasons. A kernel that panics every time is what the
 * submission did; anything else decides nothing.
 */
export function givenUp(evidence: Evidence, reasons: readonly Reason[]): Evidence {
  const last = reasons.at(-1)
  const isPanic = reasons.every(({ code }) => code === panic)
  const ended = isPanic ? panicked(reasons) : notJudged(reasons)
  const changed = withReasons(evidence, reason => (reason.code === last?.code ? ended : reason))
  return { ...changed, ended }
}

const panic = 'kernel-panicked'

function panicked(reasons: readonly Reason[]): Reason {
  const [, ...console] = reasons.at(-1)?.message.split('\n') ?? []
  const message = [
    `the kernel panicked in each of ${reasons.length} machines; its console says:`,
    ...console,
  ].join('\n')
  return { kind: 'fail', code: panic, message }
}

function notJudged(reasons: readonly Reason[]): Reason {
  const { message, remedy } = reasons.at(-1) as Reason
  return {
    kind: 'error',
    code: 'not-judged',
    message: `not judged: the attempt broke down in each of ${reasons.length} machines; at last, ${message}`,
    ...(remedy === undefined ? {} : { remedy }),
  }
}

/** The evidence with the reasons that its steps and the attempt ended for replaced. */
function withReasons(evidence: Evidence, change: (reason: Reason) => Reason): Evidence {
  const changed = <T extends { readonly ended?: Reason }>(each: T): T =>
    each.ended ? { ...each, ended: change(each.ended) } : each
  return changed({ ...evidence, steps: evidence.steps.map(changed) })
}
