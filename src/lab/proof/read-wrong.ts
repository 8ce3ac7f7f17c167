import type { Node } from 'yaml'
import { isMap, isSeq } from 'yaml'
import type { Entry } from '../document/node.ts'
import { describe, entriesOf, isNothing } from '../document/node.ts'
import { meantInstead } from '../fix/candidate.ts'
import type { Step, Wrong } from '../lab.ts'
import { text } from '../shape/leaf.ts'
import { readFields, readValue } from '../shape/read-fields.ts'
import { wrongShape } from '../shape/shape.ts'
import type { Scope } from '../step/scope.ts'
import { suggest } from '../suggest.ts'

/** Wrong solutions, from `wrong`. */
export function readWrong(
  scope: Scope,
  entry: Entry | undefined,
  steps: readonly Step[],
): Wrong[] | undefined {
  if (!entry || isNothing(entry.value)) return undefined
  const items = isSeq(entry.value) ? (entry.value.items as Node[]) : []
  if (items.length > 0) return items.flatMap(item => readOne(scope, item, steps) ?? [])
  return scope.file.complain(entry.value, 'wrong-value', {
    key: 'wrong',
    expected: 'a list of wrong solutions',
    found: isSeq(entry.value) ? 'an empty list' : describe(entry.value),
  })
}

function readOne(scope: Scope, item: Node, steps: readonly Step[]): Wrong | undefined {
  const { file } = scope
  const fields = readFields(file, item, { of: 'a wrong solution', shape: wrongShape.shape })
  if (!fields) {
    const expected = 'a list of wrong solutions, each a map with `text`, `run`, `caught` and `says`'
    return file.complain(item, 'wrong-value', { key: 'wrong', expected, found: describe(item) })
  }
  const { values, entries, head } = fields
  const check = entries.get('caught')?.value
  if (values.caught !== undefined && check) scope.checkCheck(values.caught, check)
  return {
    text: values.text?.trim() ?? '',
    run: readRun(scope, entries.get('run'), steps),
    caught: values.caught ?? '',
    says: values.says?.trim() ?? '',
    at: file.at(head),
  }
}

function readRun(scope: Scope, entry: Entry | undefined, steps: readonly Step[]): Record<string, string> {
  if (!entry || isNothing(entry.value)) return {}
  const { file } = scope
  if (!isMap(entry.value) || entry.value.items.length === 0) {
    file.complain(entry.value, 'wrong-value', {
      key: 'run',
      expected: 'a map from the ids of steps to what is run there instead',
      found: isMap(entry.value) ? 'an empty map' : describe(entry.value),
    })
    return {}
  }
  const known = steps.map(({ id }) => id)
  const runs = entriesOf(entry.value).map(each => {
    const { name, key } = each
    const meant = suggest(name, known)
    if (!known.includes(name))
      file.complain(key, 'unknown-step', { id: name, meant, known }, { fixes: meantInstead(key, meant) })
    scope.checkReferences(each.value, known.indexOf(name))
    return [name, readValue(file, each, text) ?? ''] as const
  })
  return Object.fromEntries(runs)
}
