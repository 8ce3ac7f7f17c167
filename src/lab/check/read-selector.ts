import { isMap } from 'yaml'
import type { Selector } from '../../subject/selector.ts'
import type { Entry } from '../document/node.ts'
import { describe, textOf } from '../document/node.ts'
import { name } from '../shape/leaf.ts'
import { readFields, readValue } from '../shape/read-fields.ts'
import { selectorShape } from '../shape/shape.ts'
import type { Scope } from '../step/scope.ts'

/** Which process is meant: by its name, or by where it must be the only one. */
export function readSelector(scope: Scope, entry: Entry): Selector | undefined {
  if (!isMap(entry.value)) {
    const name = readProcessName(scope, entry)
    return name === undefined ? undefined : { name }
  }
  const before = scope.file.count
  const fields = readFields(scope.file, entry.value, { of: `\`${entry.name}\``, shape: selectorShape.shape })
  const [first, second] = [...(fields?.entries.values() ?? [])]
  if (first && second)
    scope.file.complain(second.key, 'several-keys', {
      first: first.name,
      second: second.name,
      remedy: 'one of them must be enough',
    })
  if (!first) complainOfNobody(scope, entry)
  const { cgroup, 'child-of': parent } = fields?.values ?? {}
  if (scope.file.count > before) return undefined
  if (cgroup !== undefined) return { cgroup }
  if (parent === undefined || !first?.value) return undefined
  scope.checkProcess(parent, first.value)
  return { 'child-of': parent }
}

/** The name of a process that a step has started by now. */
export function readProcessName(scope: Scope, entry: Entry): string | undefined {
  const written = textOf(entry.value)
  // A name that is not valid is reported where it is given.
  if (written !== undefined && scope.names(written) && !name.safeParse(written).success) return undefined
  const found = readValue(scope.file, entry, name)
  if (found !== undefined && entry.value) scope.checkProcess(found, entry.value)
  return found
}

function complainOfNobody({ file }: Scope, { name, key, value }: Entry): void {
  const expected = 'a name given with `as`, `{cgroup: PATH}` or `{child-of: NAME}`'
  file.complain(value ?? key, 'wrong-value', { key: name, expected, found: describe(value) })
}
