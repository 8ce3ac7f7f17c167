import { isMap } from 'yaml'
import { isComparable, type Subject, subjects } from '../../subject/subject.ts'
import type { Entry } from '../document/node.ts'
import { describe, entriesOf, textOf } from '../document/node.ts'
import { meantInstead } from '../fix/candidate.ts'
import type { Expectation } from '../lab.ts'
import { separateValue } from '../shape/read-fields.ts'
import { checkShape } from '../shape/shape.ts'
import type { Scope } from '../step/scope.ts'
import { suggest } from '../suggest.ts'
import { readExpectation } from './read-expectation.ts'
import type { SubjectEntry } from './read-subject.ts'

/** What a check is about; `subject` is undefined where it makes no sense. */
interface About extends SubjectEntry {
  readonly subject: Subject | undefined
}

/** What a check says of its subject, fact by fact. */
export function readFacts(scope: Scope, check: readonly Entry[], about: About): Record<string, Expectation> {
  const { kind, entry } = about
  const { form } = subjects[kind]
  const further = check.filter(
    ({ name, key }) =>
      key !== entry.key && !Object.hasOwn(checkShape.shape, name) && !(name === 'of' && form.of),
  )
  if (form.value === 'expectation')
    return {
      ...readFact(scope, about, { ...entry, name: kind }, 'value'),
      ...readAll(scope, about, further),
    }
  const said = form.value === 'facts' ? [...factsOf(scope, entry), ...further] : further
  if (said.length === 0) complainOfNothing(scope, about)
  return readAll(scope, about, said)
}

function readAll(scope: Scope, about: About, entries: readonly Entry[]): Record<string, Expectation> {
  return Object.assign({}, ...entries.map(entry => readFact(scope, about, entry, entry.name)))
}

function readFact(
  scope: Scope,
  { kind, entry: named, subject }: About,
  entry: Entry,
  name: string,
): Record<string, Expectation> {
  const { facts, form, record } = subjects[kind]
  const fact = Object.hasOwn(facts, name) ? facts[name] : undefined
  const self = form.value === 'process' ? textOf(named.value) : undefined
  // There is one machine only, and what was recorded of a step is no fact of another.
  const beside = record || form.value === 'facts' ? undefined : subject
  if (fact && (name === 'value') === (form.value === 'expectation')) {
    const asked = { scope, entry, comparable: isComparable(kind, fact), hasPast: !record, beside, self }
    const expectation = readExpectation(asked, fact.value)
    return expectation ? { [name]: expectation } : {}
  }
  complainOfFact(scope, kind, entry)
  return {}
}

/** `host` has no name: its facts stand right behind it. */
function factsOf({ file }: Scope, { name, key, value }: Entry): readonly Entry[] {
  if (isMap(value)) return entriesOf(value)
  file.complain(value ?? key, 'wrong-value', {
    key: name,
    expected: 'a map of facts',
    found: describe(value),
  })
  return []
}

function complainOfFact({ file }: Scope, kind: SubjectEntry['kind'], entry: Entry): undefined {
  const { name, key } = entry
  const { form, facts: all } = subjects[kind]
  const facts = form.value === 'expectation' ? [] : Object.keys(all)
  if (separateValue(file, entry, facts)) return undefined
  const keys = [...Object.keys(checkShape.shape), ...(form.of ? ['of'] : [])]
  const meant = suggest(name, [...facts, ...keys])
  const fixes = meantInstead(key, meant)
  if (facts.length > 0 && !(meant && keys.includes(meant)))
    return file.complain(
      key,
      'unknown-fact',
      { fact: name, subject: form.noun, meant, known: facts },
      { fixes },
    )
  file.complain(
    key,
    'unknown-key',
    { key: name, of: `a check of ${form.noun}`, meant, known: keys },
    { fixes },
  )
}

function complainOfNothing({ file }: Scope, { kind, entry }: SubjectEntry): undefined {
  const { form, facts } = subjects[kind]
  const known = Object.keys(facts)
  file.complain(entry.key, 'no-fact', {
    subject: form.noun,
    exists: known.includes('exists'),
    known,
  })
}
