import {
  count,
  dictionary,
  either,
  flag,
  holding,
  isObject,
  list,
  nothing,
  number,
  oneOf,
  optional,
  record,
  type Shape,
  text,
  whole,
  yes,
} from '../protocol/shape.ts'
import {
  type AttemptHead,
  type Evidence,
  type Exit,
  longestAnswer,
  type MachineRecord,
  type Output,
  type Sample,
  type StepEvidence,
} from './evidence.ts'
import type { HandCommand, HandLook, HandProcess, HandRecord } from './hand.ts'
import type { Observation } from './observation.ts'
import type { Cut } from './reading.ts'
import type { Reason } from './reason.ts'

const refusal = record({ source: text, errno: text, message: text })
const unbound = either(
  record({ missing: text, found: optional(number) }),
  record<{ refused: unknown }>({ refused: refusal }),
)
const bound: Shape = (value, at) =>
  isObject(value) && ('missing' in value || 'refused' in value)
    ? at
    : record({
        pid: optional(either(number, text)),
        taken: optional(text),
        cgroup: optional(text),
        path: optional(text),
        name: optional(text),
      })(value, at)

const reason = record<Reason>({
  kind: oneOf('unsupported', 'error', 'skipped', 'fail'),
  code: text,
  message: text,
  remedy: optional(text),
  call: optional(holding(isObject)),
})

const exit = record<Exit>({ code: either(number, nothing), signal: either(text, nothing) })

const cut = record<Cut>({ at: whole, bytes: count, lines: whole })

const output: Shape = (value, at) =>
  record<Output>({
    stdout: text,
    stderr: text,
    cut: optional(record({ stdout: optional(cut), stderr: optional(cut) })),
  })(value, at) ?? cutWithin(value as Output, at)

/** A cut is a place in its text. */
const cutWithin = (output: Output, at: string): string | undefined =>
  (['stdout', 'stderr'] as const)
    .filter(stream => (output.cut?.[stream]?.at ?? 0) > output[stream].length)
    .map(stream => `${at}.cut.${stream}.at`)[0]

const answer = holding(each => typeof each === 'string' && each.length <= longestAnswer)

const reading = either(record({ source: text, text }), refusal)

/** Deeper than any value of a fact. */
const deepest = 8

function value(depth = 0): Shape {
  const inner: Shape = (each, at) => (depth < deepest ? value(depth + 1)(each, at) : at)
  const amount = holding(each => typeof each === 'number' && !Number.isNaN(each)) // `max` is infinite
  return either(amount, text, flag, list(inner), dictionary(inner))
}

const outsideReading: Shape = (each, at) =>
  isObject(each) && 'torn' in each
    ? record({ source: text, torn: text })(each, at)
    : record({
        source: text,
        value: either(value(), nothing),
        after: optional(either(value(), nothing)),
      })(each, at)

const sample = record<Sample>({
  at: number,
  moment: oneOf('earlier', 'before', 'during', 'end', 'after'),
  step: optional(text),
  bindings: dictionary(either(bound, unbound)),
  readings: list(reading),
  outside: optional(list(outsideReading)),
})

const step = record<StepEvidence>({
  id: text,
  operations: list(record({ line: text, shell: optional(text), said: optional(text) })),
  startedAt: number,
  endedAt: number,
  output,
  exit: optional(exit),
  exits: dictionary(exit),
  answer: optional(answer),
  samples: list(sample),
  ended: optional(reason),
})

const hand = record<HandRecord>({
  host: number,
  commands: list(
    record<HandCommand>({
      terminal: count,
      step: text,
      line: text,
      startedAt: number,
      endedAt: optional(number),
      output: text,
      cut: optional(cut),
      status: optional(whole),
      interruptedAfter: optional(number),
      fullScreen: optional(yes),
    }),
  ),
  looks: list(
    record<HandLook>({
      at: number,
      processes: list(
        record<HandProcess>({ pid: count, start: whole, parent: whole, cgroup: text, login: optional(yes) }),
      ),
      readings: list(reading),
      outside: optional(list(outsideReading)),
      busy: optional(yes),
    }),
  ),
  answers: optional(list(record({ step: text, text: answer, at: number }))),
  marks: optional(list(record({ name: text, pid: whole, start: whole, at: number }))),
  closed: optional(list(record({ step: text, at: number }))),
})

const machine = record<MachineRecord>({
  name: text,
  description: text,
  release: text,
  node: text,
  cgroup: text,
  controllers: list(text),
  ptrace: optional(oneOf('allowed', 'refused')),
})

const observation = record<Observation>({
  from: oneOf('inside and outside', 'inside', 'outside'),
  reason: optional(text),
  walks: optional(whole),
  took: optional(number),
  repeated: optional(whole),
  longestStop: optional(number),
})

/** What every format has; heads differ. */
const body = {
  machine,
  startedAt: text,
  steps: list(step),
  leaks: list(record({ kind: text, what: text, remains: optional(yes) })),
  ended: optional(reason),
}

/** Format 2 knew no readings from outside. */
const ofAttempt = record<Evidence>({
  format: number,
  attempt: record<AttemptHead>({
    id: text,
    lab: text,
    seed: text,
    number: count,
    learner: optional(text),
  }),
  lab: record({ file: text, digest: text }),
  observation: optional(observation),
  hand: optional(hand),
  ...body,
})

/** Evidence, by its format. */
export const evidenceShapes: Readonly<Record<number, Shape>> = {
  1: record({
    format: number,
    lab: record({ id: text, file: text, seed: text, digest: text }),
    ...body,
  }),
  2: ofAttempt,
  3: ofAttempt,
}

/** What judging reads of any lab. What a check asks for is known to the lab's own folder alone. */
export const labShape = record({
  id: text,
  file: text,
  title: text,
  about: text,
  claims: list(text),
  seed: text,
  steps: list(
    record({
      id: text,
      text,
      expect: list(
        record({
          id: text,
          subject: record({ kind: text }),
          facts: dictionary(record({ text, match: text })),
          when: record({ kind: text }),
          depends: list(text),
          points: number,
        }),
      ),
      question: optional(
        record({
          id: text,
          ask: text,
          subject: record({ kind: text }),
          fact: text,
          field: optional(text),
          points: number,
        }),
      ),
    }),
  ),
})
