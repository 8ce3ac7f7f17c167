import { askedFact } from '../lab/asked-fact.ts'
import type { Matcher, Question } from '../lab/lab.ts'
import {
  dictionary,
  either,
  flag,
  holding,
  isObject,
  list,
  number,
  oneOf,
  optional,
  record,
  type Shape,
  text,
} from '../protocol/shape.ts'
import { isSubjectKind, type Subject, subjects } from '../subject/subject.ts'

/** What is missing or malformed in the checks of a lab that was kept; undefined where all of them can be judged. */
export const wrongInChecks = (lab: unknown): string | undefined => labOfChecks(lab, '')

const selector = either(
  record({ name: text }),
  record({ cgroup: text }),
  record<{ 'child-of': string }>({ 'child-of': text }),
)

const subject: Shape = (value, at) => {
  if (!isObject(value) || typeof value.kind !== 'string' || !isSubjectKind(value.kind)) return `${at}.kind`
  const { kind, select, of, ...others } = value as Subject & Readonly<Record<string, unknown>>
  const { form, key } = subjects[kind]
  const wrong =
    (form.value === 'process' ? selector : optional(selector))(select, `${at}.select`) ??
    optional(form.of === 'name' ? text : selector)(of, `${at}.of`) ??
    dictionary(text)(others, at)
  return wrong ?? (isNamed(value, key) ? undefined : at)
}

/** Each kind has words and values of its own; its key has `undefined` in place of one that is missing. */
function isNamed(subject: Readonly<Record<string, unknown>>, key: (subject: never) => string): boolean {
  try {
    return JSON.stringify(subject).includes('undefined') || !key(subject as never).includes('undefined')
  } catch {
    return false
  }
}

const amount = either(
  number,
  holding(each => each === Number.POSITIVE_INFINITY),
)
const value = either(amount, text, flag)

/** Deeper than any lab can be written. */
const deepest = 50

function expectation(depth = 0): Shape {
  return (value, at) => {
    if (depth > deepest || !isObject(value)) return at
    const shape = Object.hasOwn(matchers, String(value.match)) && matchers[value.match as Matcher['match']]
    return shape
      ? (text(value.text, `${at}.text`) ?? shape(expectation(depth + 1))(value, at))
      : `${at}.match`
  }
}

/** What each matcher needs; `inner` is the shape of an expectation within it. */
const matchers: { readonly [K in Matcher['match']]: (inner: Shape) => Shape } = {
  equal: () => record({ value }),
  compare: () => record({ op: oneOf('<', '<=', '>', '>='), value: amount }),
  pattern: () => (value, at) => record({ source: text, flags: text })(value, at) ?? compiled(value, at),
  contain: inner => record({ items: list(inner) }),
  not: inner => record({ of: inner }),
  between: () => record({ low: amount, high: amount }),
  within: () =>
    record({
      share: number,
      of: either(
        amount,
        record({ share: number, of: oneOf('duration') }),
        record({ times: number, as: subject }),
      ),
    }),
  only: inner => record({ items: list(inner) }),
  count: inner => record({ of: inner }),
  'same-as': () => record({ as: text }),
  process: () => record({ name: text }),
  'grown-by': inner => record({ of: inner }),
  'unchanged-since': () => record({ step: text }),
  fields: inner => record({ fields: dictionary(inner) }),
}

function compiled(value: unknown, at: string): string | undefined {
  const { source, flags } = value as { source: string; flags: string }
  try {
    new RegExp(source, flags)
    return undefined
  } catch {
    return at
  }
}

const when = either(
  record({ kind: oneOf('now', 'ever') }),
  record<{ kind: string; for: number }>({ kind: oneOf('holds'), for: number }),
)

const question: Shape = (value, at) =>
  record({ id: text, ask: text, subject, fact: text, field: optional(text), points: number })(value, at) ??
  (askedFact(value as Question) ? undefined : `${at}.fact`)

const labOfChecks = record({
  vars: optional(dictionary(text)),
  steps: list(
    record({
      expect: list(record({ subject, facts: dictionary(expectation()), when })),
      question: optional(question),
    }),
  ),
})
