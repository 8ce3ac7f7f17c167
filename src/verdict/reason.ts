import type { Reason } from '../evidence/evidence.ts'
import { refusalText } from './read-fact.ts'

type Row = (args: never) => Omit<Reason, 'code'>

/** Why a check was not decided, in words. A right or wrong answer has no reason: it has evidence. */
const reasons = {
  'depends-on': ({ check, outcome }: { check: string; outcome: string }) => ({
    kind: 'skipped',
    message: `${check} ${outcome}, and this check rests on it`,
  }),
  'no-controller': ({ controller, machine }: { controller: string; machine: readonly string[] }) => ({
    kind: 'unsupported',
    message: `this machine offers no ${controller} controller; it has ${machine.join(', ') || 'none'}`,
    remedy: 'Run it in the VM: its kernel has all controllers.',
  }),
  'not-in-this-kernel': ({
    file,
    release,
    since,
  }: {
    file: string
    release: string
    since?: string | undefined
  }) => ({
    kind: 'unsupported',
    message: `the kernel here (${release}) has no ${file}${since ? `, which came with Linux ${since}` : ''}`,
  }),
  'switched-off': ({ source, errno }: { source: string; errno: string }) => ({
    kind: 'unsupported',
    message: `the kernel does not offer ${source} (${errno})`,
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
    message: `nobody read ${what}`,
  }),
  incomparable: ({ because }: { because: string }) => ({
    kind: 'error',
    message: because,
    remedy: 'The lab asks for something that cannot be judged: mend its check.',
  }),
  'unknown-fact': ({ subject, fact }: { subject: string; fact: string }) => ({
    kind: 'error',
    message: `nothing called ${fact} is known of a ${subject}`,
  }),
  'not-observed': ({ moment }: { moment: string }) => ({
    kind: 'error',
    message: `nothing was looked at ${moment}`,
  }),
  'too-few-samples': ({ asked, seen }: { asked: string; seen: string }) => ({
    kind: 'error',
    message: `it should hold for ${asked}, and it was watched for ${seen} only`,
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
