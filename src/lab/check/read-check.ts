import type { Node } from 'yaml'
import { isMap } from 'yaml'
import type { Entry } from '../document/node.ts'
import { describe, entriesOf, isNothing } from '../document/node.ts'
import { mapAsList } from '../fix/candidate.ts'
import type { Check } from '../lab.ts'
import { itemsOf } from '../shape/read-collection.ts'
import { readFields } from '../shape/read-fields.ts'
import { checkShape } from '../shape/shape.ts'
import type { Scope } from '../step/scope.ts'
import { checkAbsence } from './check-absence.ts'
import { readFacts } from './read-facts.ts'
import { findSubjectEntry, readSubject } from './read-subject.ts'
import { readDepends, readWhen } from './read-when.ts'

/** The checks of a step, from `expect`; ids that the author did not give are counted from 1. */
export function readChecks(scope: Scope, entry: Entry | undefined, step: string): Check[] {
  if (!entry || isNothing(entry.value)) return []
  const expected = 'a list of checks, each a map such as `- exit: 0`'
  const items = itemsOf(scope.file, entry.value, { key: 'expect', expected, fix: mapAsList })
  return items.flatMap((item, index) => readCheck(scope, item, `${step}/${index + 1}`))
}

function readCheck(scope: Scope, item: Node, number: string): Check[] {
  const { file } = scope
  if (!isMap(item)) {
    const expected = 'a list of checks, each a map such as `exit: 0`'
    file.complain(item, 'wrong-value', { key: 'expect', expected, found: describe(item) })
    return []
  }
  const fields = readFields(file, item, { of: 'a check', shape: checkShape.shape, others: () => true })
  if (!fields) return []
  const { values, entries } = fields
  const depends = readDepends(scope, entries.get('depends'))
  const id = values.id ?? number
  scope.addCheck(number, entries.get('id')?.value, fields.head)
  const said = entriesOf(item)
  const entry = findSubjectEntry(file, item, said)
  if (!entry) return []
  const subject = readSubject(scope, entry, entries.get('of'))
  const rest = {
    id,
    facts: readFacts(scope, said, { ...entry, subject }),
    when: readWhen(file, entries.get('when')),
    depends,
    points: values.points ?? 1,
    ...(values.why !== undefined && { why: values.why.trim() }),
    ...(values.given !== undefined && { given: values.given.trim() }),
    at: file.at(fields.head),
  }
  if (!subject) return []
  const check = { subject, ...rest }
  checkAbsence(scope, item, check)
  return [check]
}
