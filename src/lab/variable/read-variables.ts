import type { Node, YAMLSeq } from 'yaml'
import { isMap, isScalar, isSeq } from 'yaml'
import type { LabFile } from '../document/lab-file.ts'
import type { NodeValue } from '../document/node.ts'
import { describe, entriesOf, isNothing, textOf } from '../document/node.ts'
import { asList, instead, quotedRest } from '../fix/candidate.ts'
import type { Fix } from '../fix/fix.ts'
import { namePattern, nameWords } from '../shape/name.ts'
import { quantityKind } from '../shape/quantity.ts'
import { itemsOf } from '../shape/read-collection.ts'
import { readFields } from '../shape/read-fields.ts'
import { variableShape } from '../shape/shape.ts'
import type { Variable, Variables } from './variable.ts'

/** Chooses one of the values that a variable can have. */
export type Choose = (name: string, choices: readonly string[]) => string

/** The variables under `vars`, each with a value chosen. */
export function readVariables(file: LabFile, node: NodeValue, choose: Choose): Variables {
  const variables = new Map<string, Variable>()
  if (isNothing(node)) return variables
  if (!isMap(node)) {
    file.complain(node, 'wrong-value', {
      key: 'vars',
      expected: 'a map of names and values',
      found: describe(node),
    })
    return variables
  }
  for (const { name, key, value } of entriesOf(node)) {
    if (name === 'cgroup')
      file.complain(key, 'reserved-name', { name, means: "where the lab's cgroups are made" })
    else if (!namePattern.test(name)) file.complain(key, 'bad-name', { found: name, expected: nameWords })
    const choices = readChoices(file, name, isNothing(value) ? key : value, value)
    const drawn = choices.length === 0 ? '' : choose(name, choices)
    variables.set(name, { choices, drawn })
  }
  return variables
}

function readChoices(file: LabFile, name: string, where: Node, value: NodeValue): string[] {
  if (!isMap(value)) return readChoice(file, name, where, value)
  const fields = readFields(file, value, { of: 'a variable', shape: variableShape })
  const pick = fields?.entries.get('pick')
  if (!pick || isNothing(pick.value)) return []
  const expected = 'a list of values, such as `[256MiB, 512MiB]`'
  const items = itemsOf(file, pick.value, { key: 'pick', expected, fix: asList })
  const choices = items.flatMap(item => readChoice(file, 'pick', item, item))
  if (choices.length === items.length) complainOfMixture(file, items, choices)
  // Others than the first kind would be reported wherever the variable is used.
  return choices.filter(choice => quantityKind(choice) === quantityKind(choices[0] ?? ''))
}

function readChoice(file: LabFile, key: string, where: Node, value: NodeValue): string[] {
  const text = textOf(value)
  if (text === undefined) {
    const expected = 'a text, a number, or `{pick: [...]}`'
    const fixes = isSeq(value) ? picked(file, value) : isNothing(value) ? quotedRest(file, where) : []
    file.complain(where, 'wrong-value', { key, expected, found: describe(value) }, { fixes })
    return []
  }
  const [reference] = /\$\{[^}]*\}?/.exec(text) ?? []
  if (reference && isScalar(value)) file.complain(value, 'reference-in-variable', { found: reference })
  return [text]
}

/** A bare list of values is most likely what to pick from. */
function picked(file: LabFile, { range }: YAMLSeq): Fix[] {
  const written = range ? file.text.slice(range[0], range[1]).trim() : ''
  return range && !written.includes('\n')
    ? instead([range[0], range[0] + written.length], [`{pick: ${written}}`])
    : []
}

/** A lab that is right for one seed must be right for all, so that what is drawn must be of one kind. */
function complainOfMixture(file: LabFile, items: readonly Node[], choices: readonly string[]): void {
  const [first, ...rest] = choices.map(quantityKind)
  const index = rest.findIndex(kind => kind !== first) + 1
  const item = items[index]
  if (index === 0 || !first || !item) return
  file.complain(item, 'mixed-choices', {
    first: kindWords[first],
    found: kindWords[rest[index - 1] ?? 'text'],
  })
}

const kindWords = {
  count: 'a number',
  size: 'a size',
  duration: 'a duration',
  share: 'a percentage',
  text: 'text',
}
