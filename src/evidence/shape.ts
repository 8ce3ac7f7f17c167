import type { AttemptHead, Evidence, Exit, MachineRecord, Sample, StepEvidence } from './evidence.ts'
import type { Reason } from './reason.ts'

/** Looks for the first thing in a value that is not as it must be, and returns its place, such as `steps[2].exit`; undefined where all is. */
type Shape = (value: unknown, at: string) => string | undefined

/** A shape for each field of a type, so that one that is added does not compile until it is checked. */
type Fields<T> = { readonly [K in keyof T]-?: Shape }

const holding =
  (isRight: (value: unknown) => boolean): Shape =>
  (value, at) =>
    isRight(value) ? undefined : at

const text = holding(value => typeof value === 'string')
const number = holding(value => typeof value === 'number')
const count = holding(value => Number.isInteger(value) && Number(value) > 0)
const yes = holding(value => value === true)
const nothing = holding(value => value === null)
const oneOf = (...words: readonly string[]) => holding(value => words.includes(value as string))

const optional =
  (shape: Shape): Shape =>
  (value, at) =>
    value === undefined ? undefined : shape(value, at)

const either =
  (...shapes: readonly Shape[]): Shape =>
  (value, at) =>
    shapes.some(shape => shape(value, at) === undefined) ? undefined : at

const list =
  (item: Shape): Shape =>
  (value, at) =>
    Array.isArray(value) ? firstOf(value.entries(), index => [item, `${at}[${index}]`]) : at

const dictionary =
  (item: Shape): Shape =>
  (value, at) =>
    isObject(value) ? firstOf(Object.entries(value), key => [item, `${at}.${key}`]) : at

/** Other fields may be there, too: a later version may add some. */
const record =
  <T>(fields: Fields<T>): Shape =>
  (value, at) =>
    isObject(value)
      ? firstOf(
          Object.keys(fields).map(key => [key, value[key]]),
          key => [fields[key as keyof T], at === '' ? key : `${at}.${key}`],
        )
      : at

function firstOf<K>(
  entries: Iterable<readonly [K, unknown]>,
  shapeOf: (key: K) => readonly [Shape, at: string],
): string | undefined {
  for (const [key, value] of entries) {
    const [shape, at] = shapeOf(key)
    const wrong = shape(value, at)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

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
        cgroup: optional(text),
        path: optional(text),
        name: optional(text),
      })(value, at)

const reason = record<Reason>({
  kind: oneOf('unsupported', 'error', 'skipped'),
  code: text,
  message: text,
  remedy: optional(text),
  call: optional(holding(isObject)),
})

const exit = record<Exit>({ code: either(number, nothing), signal: either(text, nothing) })

const sample = record<Sample>({
  at: number,
  moment: oneOf('before', 'during', 'end', 'after'),
  bindings: dictionary(either(bound, unbound)),
  readings: list(either(record({ source: text, text }), refusal)),
})

const step = record<StepEvidence>({
  id: text,
  operations: list(record({ line: text, shell: optional(text), said: optional(text) })),
  startedAt: number,
  endedAt: number,
  output: record({ stdout: text, stderr: text }),
  exit: optional(exit),
  exits: dictionary(exit),
  samples: list(sample),
  ended: optional(reason),
})

const machine = record<MachineRecord>({
  name: text,
  description: text,
  release: text,
  node: text,
  cgroup: text,
  controllers: list(text),
  ptrace: optional(text),
})

/** What every format has; heads differ. */
const body = {
  machine,
  startedAt: text,
  steps: list(step),
  leaks: list(record({ kind: text, what: text, remains: optional(yes) })),
  ended: optional(reason),
}

/** Evidence, by its format. */
export const evidenceShapes: Readonly<Record<number, Shape>> = {
  1: record({
    format: number,
    lab: record({ id: text, file: text, seed: text, digest: text }),
    ...body,
  }),
  2: record<Evidence>({
    format: number,
    attempt: record<AttemptHead>({
      id: text,
      lab: text,
      seed: text,
      number: count,
      learner: optional(text),
    }),
    lab: record({ file: text, digest: text }),
    ...body,
  }),
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
    }),
  ),
})
