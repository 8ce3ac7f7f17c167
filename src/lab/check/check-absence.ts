import type { YAMLMap } from 'yaml'
import { subjectKey } from '../../subject/subject.ts'
import { saysAbsent } from '../absence.ts'
import { type Entry, entriesOf } from '../document/node.ts'
import { rangeOf } from '../document/where.ts'
import { type Fix, replacing } from '../fix/fix.ts'
import type { Check } from '../lab.ts'
import type { Scope } from '../step/scope.ts'

/**
 * Complains of a check that says that something is absent and rests on nothing: before anything was done that is true as well. A check of
 * what is there is noted, so that later ones can rest on it.
 */
export function checkAbsence(scope: Scope, map: YAMLMap, check: Check): void {
  const entry = entriesOf(map).find(({ name }) => saysAbsent(check, name))
  const key = subjectKey(check.subject)
  if (!entry) scope.addPresence(key, check.id)
  if (!entry || check.given !== undefined || entriesOf(map).some(({ name }) => name === 'depends')) return
  const meant = scope.presenceOf(key)
  const fixes = meant === undefined ? [] : dependsBefore(scope, map, entry, meant)
  const said = check.facts[entry.name]?.text ?? ''
  scope.file.complain(entry.key, 'bare-absence', { fact: `${entry.name}: ${said}`, meant }, { fixes })
}

/** `depends` in front of the fact, on a line of its own where the check is written in lines. */
function dependsBefore({ file }: Scope, map: YAMLMap, { key }: Entry, id: string): Fix[] {
  const [start] = rangeOf(key) ?? []
  if (start === undefined) return []
  const column = file.at(key).column - 1
  const text = map.flow ? `depends: ${id}, ` : `depends: ${id}\n${' '.repeat(column)}`
  return [{ ...replacing(start, start, text), shown: false }]
}
