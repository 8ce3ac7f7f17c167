import type { Node } from 'yaml'
import { isMap, isScalar } from 'yaml'
import type { ValueType } from '../../kernel/fact.ts'
import { definitionOf, machineName, type Subject, subjectKey, subjects } from '../../subject/subject.ts'
import { describe, type Entry, entriesOf, textOf } from '../document/node.ts'
import type { Expectation, Multiple } from '../lab.ts'
import type { Asked, ReadExpectation } from './asked.ts'
import { findSubjectEntry, readSubject } from './read-subject.ts'
import { typeWords } from './type-words.ts'

type Entries = ReadonlyMap<string, Entry>

/** `same-as`: the same value of the machine or of another process. */
export function readSameAs(asked: Asked, _: ValueType, entries: Entries): Expectation | undefined {
  const node = entries.get('same-as')?.value
  const { scope, entry, comparable, self } = asked
  const as = isScalar(node) && typeof node.value === 'string' ? node.value : undefined
  if (!node || as === undefined) {
    const expected = '`host` or a name given with `as`'
    return scope.file.complain(node ?? entry.key, 'wrong-value', {
      key: 'same-as',
      expected,
      found: describe(node),
    })
  }
  if (!comparable) {
    return scope.file.complain(node, 'not-comparable', { key: entry.name })
  }
  if (as === self) {
    const known = scope.processesSoFar().filter(name => name !== self)
    return scope.file.complain(node, 'own-name', { name: as, key: 'same-as', known })
  }
  if (as !== machineName) scope.checkProcess(as, node, [machineName])
  return { text: `same as ${as}`, match: 'same-as', as }
}

/** `grown-by`: how much more than when the step began. */
export function readGrownBy(
  asked: Asked,
  type: ValueType,
  entries: Entries,
  readInner: ReadExpectation,
): Expectation | undefined {
  const { name, key } = asked.entry
  const { file } = asked.scope
  const entry = { ...(entries.get('grown-by') ?? asked.entry), name }
  if (!asked.hasPast) return file.complain(entry.key, 'not-growing', { key: name })
  const before = file.count
  const of = readInner({ ...asked, entry, comparable: false, hasPast: false }, type)
  if (!of || file.count > before) return undefined
  if (isEndless(of))
    return file.complain(entry.value ?? key, 'wrong-value', {
      key: 'grown-by',
      expected: `${typeWords(type)}, since nothing grows without end`,
      found: describe(entry.value),
    })
  return { text: `grown by ${of.text}`, match: 'grown-by', of }
}

/** Whether an expectation of a number speaks of `max`. */
const isEndless = (expectation: object): boolean =>
  Object.values(expectation).some(
    value =>
      value === Number.POSITIVE_INFINITY || (typeof value === 'object' && value !== null && isEndless(value)),
  )

/** `unchanged-since`: the same value as at the end of an earlier step. */
export const readUnchanged = (asked: Asked, _: ValueType, entries: Entries): Expectation | undefined =>
  readSince(asked, entries, 'unchanged-since')

/** `changed-since`: another value than at the end of an earlier step. */
export function readChanged(asked: Asked, _: ValueType, entries: Entries): Expectation | undefined {
  const of = readSince(asked, entries, 'changed-since')
  return of?.match === 'unchanged-since' ? { text: `changed since ${of.step}`, match: 'not', of } : undefined
}

function readSince(
  { scope, entry, hasPast, self }: Asked,
  entries: Entries,
  key: 'unchanged-since' | 'changed-since',
): Expectation | undefined {
  const { file } = scope
  const { value, key: where } = entries.get(key) ?? entry
  if (!hasPast) return file.complain(where, 'no-past', { key: entry.name, matcher: key })
  const step = isScalar(value) ? textOf(value) : undefined
  if (!value || step === undefined)
    return file.complain(value ?? where, 'wrong-value', {
      key,
      expected: 'the id of an earlier step',
      found: describe(value),
    })
  const before = file.count
  scope.checkEarlierStep(step, value, self)
  return file.count > before ? undefined : { text: `unchanged since ${step}`, match: 'unchanged-since', step }
}

/** `ratio-to`, and how many times the same value of another subject of the kind it must be. */
export function readMultiple(asked: Asked, entries: Entries): Multiple | undefined {
  const as = readOther(asked, entries.get('ratio-to'))
  const { value, key } = entries.get('of') ?? asked.entry
  const times = readTimes(asked, value, key)
  return as && times !== undefined ? { times, as } : undefined
}

function readTimes({ scope }: Asked, value: Entry['value'], key: Node): number | undefined {
  const text = textOf(value) ?? ''
  if (/^(0|[1-9]\d*)(\.\d+)?$/.test(text) && Number(text) > 0) return Number(text)
  return scope.file.complain(value ?? key, 'wrong-value', {
    key: 'of',
    expected: 'a number above 0, such as `3` or `0.5`, how many times the other it is',
    found: describe(value),
  })
}

function readOther({ scope, entry, beside }: Asked, ratio: Entry | undefined): Subject | undefined {
  const { file } = scope
  const { value, key } = ratio ?? entry
  if (!beside) return file.complain(key, 'no-ratio', { key: entry.name })
  const { kind } = beside
  const { noun, of } = subjects[kind].form
  if (!isMap(value)) {
    const expected = `${noun}, such as \`{${subjects[kind].form.examples[0]}}\``
    return file.complain(value ?? key, 'wrong-value', { key: 'ratio-to', expected, found: describe(value) })
  }
  const others = entriesOf(value)
  const found = findSubjectEntry(file, value, others)
  if (!found) return undefined
  if (found.kind !== kind)
    return file.complain(found.entry.key, 'other-kind', { found: found.kind, kind, noun })
  for (const { name, key } of others)
    if (name !== kind && !(name === 'of' && of))
      return file.complain(key, 'unknown-key', {
        key: name,
        of: '`ratio-to`',
        known: [kind, ...(of ? ['of'] : [])],
      })
  const subject = readSubject(
    scope,
    found,
    others.find(({ name }) => name === 'of'),
  )
  if (subject && subjectKey(subject) === subjectKey(beside))
    return file.complain(value, 'own-ratio', { subject: definitionOf(subject).key(subject) })
  return subject
}
