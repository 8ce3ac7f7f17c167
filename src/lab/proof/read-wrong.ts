import type { Node } from 'yaml'
import type { Entry } from '../document/node.ts'
import { describe, isNothing } from '../document/node.ts'
import { meantInstead } from '../fix/candidate.ts'
import type { Place, Step, Wrong } from '../lab.ts'
import { text } from '../shape/leaf.ts'
import { itemsOf, pairsOf } from '../shape/read-collection.ts'
import { readFields, readValue } from '../shape/read-fields.ts'
import { wrongShape } from '../shape/shape.ts'
import { readPlace } from '../step/read-place.ts'
import type { Scope } from '../step/scope.ts'
import { suggest } from '../suggest.ts'

/** Wrong solutions, from `wrong`: each replaces what some steps run, where they happen, or both. */
export function readWrong(
  scope: Scope,
  entry: Entry | undefined,
  steps: readonly Step[],
): Wrong[] | undefined {
  if (!entry || isNothing(entry.value)) return undefined
  const items = itemsOf(scope.file, entry.value, { key: 'wrong', expected: 'a list of wrong solutions' })
  return items.flatMap(item => readOne(scope, item, steps) ?? [])
}

function readOne(scope: Scope, item: Node, steps: readonly Step[]): Wrong | undefined {
  const { file } = scope
  const fields = readFields(file, item, { of: 'a wrong solution', shape: wrongShape.shape })
  if (!fields) {
    const expected = 'a list of wrong solutions, each a map with `text`, `run` or `in`, `caught` and `says`'
    return file.complain(item, 'wrong-value', { key: 'wrong', expected, found: describe(item) })
  }
  const { values, entries, head } = fields
  if (!entries.has('run') && !entries.has('in'))
    file.complain(head, 'missing-key', {
      key: 'run',
      of: 'a wrong solution',
      means: 'write `run` (what a step runs instead), `in` (where it happens instead) or both',
    })
  const places = readPlaces(scope, entries.get('in'), steps)
  const check = entries.get('caught')?.value
  if (values.caught !== undefined && check) scope.checkCheck(values.caught, check)
  return {
    text: values.text?.trim() ?? '',
    run: readRun(scope, entries.get('run'), steps),
    ...(places && { in: places }),
    caught: values.caught ?? '',
    says: values.says?.trim() ?? '',
    at: file.at(head),
  }
}

function readRun(scope: Scope, entry: Entry | undefined, steps: readonly Step[]): Record<string, string> {
  const runs = entriesOfSteps(scope, entry, steps, 'what runs there instead').map(({ each, index }) => {
    scope.checkReferences(each.value, index)
    return [each.name, readValue(scope.file, each, text) ?? ''] as const
  })
  return Object.fromEntries(runs)
}

function readPlaces(
  scope: Scope,
  entry: Entry | undefined,
  steps: readonly Step[],
): Record<string, Place> | undefined {
  if (!entry) return undefined
  const { file } = scope
  const places = entriesOfSteps(scope, entry, steps, 'their places').flatMap(({ each, index }) => {
    if (isNothing(each.value)) return file.complain(each.key, 'no-value', { key: each.name }) ?? []
    scope.enterStep(index)
    const place = readPlace(scope, each)
    // What keeps running under a name is started, and cannot be typed into a shell.
    if (place.shell !== undefined && steps[index]?.as !== undefined)
      file.complain(each.value, 'shell-alone', { key: 'as' })
    return [[each.name, place] as const]
  })
  return Object.fromEntries(places)
}

/** The entries of a map from the ids of steps, each with the number of its step. */
function entriesOfSteps(
  { file }: Scope,
  entry: Entry | undefined,
  steps: readonly Step[],
  values: string,
): { each: Entry; index: number }[] {
  if (!entry || isNothing(entry.value)) return []
  const expected = `a map from the ids of steps to ${values}`
  const known = steps.map(({ id }) => id)
  return pairsOf(file, entry.value, { key: entry.name, expected }).map(each => {
    const { name, key } = each
    const meant = suggest(name, known)
    if (!known.includes(name))
      file.complain(key, 'unknown-step', { id: name, meant, known }, { fixes: meantInstead(key, meant) })
    return { each, index: known.indexOf(name) }
  })
}
