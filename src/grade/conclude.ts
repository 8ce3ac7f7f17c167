import type { Evidence } from '../evidence/evidence.ts'
import type { Reason } from '../evidence/reason.ts'
import type { Machine } from '../machine/machine.ts'
import { hasBrokenDown } from '../prove/run-again.ts'
import { quotedLine } from './quoted-line.ts'

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

/** Why an attempt broke down, and the line that had been typed last. */
export interface Breakdown {
  readonly reason: Reason
  /** Absent if none had been typed. */
  readonly line?: string
}

export function breakdownOf({ ended, hand }: Evidence): Breakdown {
  const line = hand?.commands.at(-1)?.line
  return { reason: ended as Reason, ...(line !== undefined && { line }) }
}

/**
 * The evidence of an attempt that broke down in every machine. What a guest does to itself, and the loss of the agent of a fresh
 * machine each time at the same line, is what the submission did; anything else decides nothing.
 */
export function givenUp(
  evidence: Evidence,
  breakdowns: readonly Breakdown[],
  machine: Pick<Machine, 'disposable'>,
): Evidence {
  const last = breakdowns.at(-1)?.reason
  const ended = ownLoss(breakdowns, machine) ?? notJudged(breakdowns)
  const changed = withReasons(evidence, reason => (reason.code === last?.code ? ended : reason))
  return { ...changed, ended }
}

interface Loss {
  readonly what: string
  /** Whether nothing but what runs in the machine can cause it, at whatever line. */
  readonly isOfGuest: boolean
}

const ofGuest = (what: string): Loss => ({ what, isOfGuest: true })
const ofAgent = (what: string): Loss => ({ what, isOfGuest: false })

/** How a submission can lose its machine. The end of QEMU and a host that is too slow are not among them. */
const losses: { readonly [code: string]: Loss } = {
  'kernel-panicked': ofGuest('the kernel panicked'),
  'guest-reset': ofGuest('the machine was rebooted'),
  'guest-shutdown': ofGuest('the machine was powered off'),
  'agent-silent': ofAgent('the agent no longer answered'),
  'no-answer': ofAgent('the agent no longer answered'),
  'agent-impaired': ofAgent('the agent could no longer start processes'),
  'channel-lost': ofAgent('the agent was lost'),
  'line-too-long': ofAgent('the agent was made to send nonsense'),
  malformed: ofAgent('the agent was made to send nonsense'),
  noise: ofAgent('the agent was made to send nonsense'),
  'too-much-output': ofAgent('the agent was made to send nonsense'),
}

/** The kernel refused something that the agent does in every attempt. */
const refusedCall = ofAgent('the agent could no longer do its work')

const lossOf = ({ code, call }: Reason) => losses[code] ?? (call && refusedCall)

function ownLoss(
  breakdowns: readonly Breakdown[],
  { disposable }: Pick<Machine, 'disposable'>,
): Reason | undefined {
  const found = breakdowns.flatMap(({ reason }) => lossOf(reason) ?? [])
  const lines = new Set(breakdowns.map(({ line }) => line))
  if (found.length < breakdowns.length || lines.has(undefined)) return undefined
  const isTheLines = disposable && lines.size === 1
  if (!isTheLines && !found.every(({ isOfGuest }) => isOfGuest)) return undefined
  const last = breakdowns.at(-1) as Breakdown
  const [, ...console] = last.reason.message.split('\n')
  const [what = '', ...others] = new Set(found.map(({ what }) => what))
  const when = `${lines.size > 1 ? 'at last' : 'each time'} at ${quotedLine(last.line ?? '')}`
  const lost = others.length > 0 ? 'the machine was lost' : what
  const message = [`${lost} in each of ${breakdowns.length} machines, ${when}`, ...console].join('\n')
  return { kind: 'fail', code: last.reason.code, message }
}

function notJudged(breakdowns: readonly Breakdown[]): Reason {
  const { reason, line } = breakdowns.at(-1) as Breakdown
  const { message, remedy } = reason
  const when = line === undefined ? '' : `, at ${quotedLine(line)}`
  return {
    kind: 'error',
    code: 'not-judged',
    message: `not judged: the attempt broke down in each of ${breakdowns.length} machines; at last${when}, ${message}`,
    ...(remedy === undefined ? {} : { remedy }),
  }
}

/** The evidence with the reasons that its steps and the attempt ended for replaced. */
function withReasons(evidence: Evidence, change: (reason: Reason) => Reason): Evidence {
  const changed = <T extends { readonly ended?: Reason }>(each: T): T =>
    each.ended ? { ...each, ended: change(each.ended) } : each
  return changed({ ...evidence, steps: evidence.steps.map(changed) })
}
