import type { Reason } from '../evidence/reason.ts'
import { refusalText } from './read-fact.ts'

type Row = (args: never) => Omit<Reason, 'code'>

/** Why a check was not decided, apart from what the kernel refused (kernel/refusal/). A right or wrong answer has evidence instead. */
const reasons = {
  'depends-on': ({ check, outcome }: { check: string; outcome: string }) => ({
    kind: 'skipped',
    message: `${check} ${outcome}, and this check rests on it`,
  }),
  refused: ({ source, errno, message }: { source: string; errno: string; message: string }) => ({
    kind: 'error',
    message: `${source} could not be read: ${refusalText({ errno, message })}`,
  }),
  unreadable: ({ source, message }: { source: string; message: string }) => ({
    kind: 'error',
    message: `${source} does not read as documented: ${message}`,
  }),
  unread: ({ what }: { what: string }) => ({
    kind: 'error',
    message: `internal error: ${what} was not sampled`,
  }),
  incomparable: ({ because }: { because: string }) => ({
    kind: 'error',
    message: because,
    remedy: 'This check can never be judged: correct it in the lab.',
  }),
  'not-kept': ({ bytes }: { bytes: number }) => ({
    kind: 'error',
    message: `the output was cut: ${bytes} bytes were not kept, and could decide this`,
    remedy:
      'Let the step print less: 64 KiB from the beginning and 64 KiB from the end are kept. Lines are counted in any case.',
  }),
  replaced: ({ what, moment }: { what: string; moment: string }) => ({
    kind: 'error',
    message: `${what} cannot be compared with its value ${moment}: that was another process`,
  }),
  'unknown-fact': ({ subject, fact }: { subject: string; fact: string }) => ({
    kind: 'error',
    message: `a ${subject} has no fact ${fact}`,
  }),
  'not-observed': ({ moment }: { moment: string }) => ({
    kind: 'error',
    message: `internal error: nothing was sampled ${moment}`,
  }),
  'too-few-samples': ({ asked, seen }: { asked: string; seen: string }) => ({
    kind: 'error',
    message: `it must hold for ${asked}, but was observed for only ${seen}`,
  }),
  /** Without `sides` where they are the answer to a question, which may still be open. */
  contradicted: ({ what, sides }: { what: string; sides?: { inside: string; outside: string } }) => ({
    kind: 'error',
    message: sides
      ? `contradicted: the agent in the machine read ${sides.inside}, and its memory, read from outside, says ${sides.outside} (${what})`
      : `contradicted: the agent in the machine read another ${what} than its memory, read from outside, says`,
    remedy: 'Something in the machine made it show what is not so. See what was done there.',
  }),
  unsettled: ({ what }: { what: string }) => ({
    kind: 'error',
    message: `${what} could not be judged: the machine was changing it`,
  }),
  'not-reached': ({ step }: { step: string }) => ({
    kind: 'error',
    message: `step ${step} was not reached`,
  }),
} satisfies Record<string, Row>

export type ReasonCode = keyof typeof reasons

export function reason<C extends ReasonCode>(code: C, args: Parameters<(typeof reasons)[C]>[0]): Reason {
  const { kind, ...words } = (reasons[code] as (args: unknown) => Omit<Reason, 'code'>)(args)
  return { kind, code, ...words }
}
