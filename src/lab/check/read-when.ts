import type { Node } from 'yaml'
import { isMap, isScalar, isSeq } from 'yaml'
import * as z from 'zod'
import type { LabFile } from '../document/lab-file.ts'
import type { Entry } from '../document/node.ts'
import { describe, isNothing } from '../document/node.ts'
import { meantInstead } from '../fix/candidate.ts'
import type { When } from '../lab.ts'
import { duration } from '../shape/leaf.ts'
import { readFields } from '../shape/read-fields.ts'
import type { Scope } from '../step/scope.ts'
import { suggest } from '../suggest.ts'

/** What `when` can hold beside its two words. */
export const holdsShape = z.strictObject({
  holds: duration.meta({ description: 'From the end of the step on, for this long.', examples: ['2s'] }),
})

/** At which moments a check must be true, from `when`. */
export function readWhen(file: LabFile, entry: Entry | undefined): When {
  if (!entry || isNothing(entry.value)) return { kind: 'now' }
  const { value } = entry
  if (isMap(value)) {
    const holds = readFields(file, value, { of: '`when`', shape: holdsShape.shape })?.values.holds
    return { kind: 'holds', for: holds ?? 0 }
  }
  const word = isScalar(value) ? value.value : undefined
  if (word === 'now' || word === 'ever') return { kind: word }
  const known = ['now', 'ever', '{holds: 2s}']
  const meant = suggest(String(word), ['now', 'ever'])
  const args = { key: 'when', found: describe(value), meant, known }
  file.complain(value, 'unknown-word', args, { fixes: meantInstead(value, meant) })
  return { kind: 'now' }
}

/** The checks that must have passed, from `depends`: one id or a list of them. */
export function readDepends(scope: Scope, entry: Entry | undefined): string[] {
  if (!entry || isNothing(entry.value)) return []
  const { value } = entry
  const items = isSeq(value) ? (value.items as Node[]) : [value]
  if (items.length === 0) scope.file.complain(value, 'no-value', { key: 'depends' })
  return items.flatMap(item => {
    if (isNothing(item)) return []
    const id = isScalar(item) ? String(item.value) : undefined
    if (id === undefined) {
      const expected = 'the id of a check, or a list of them'
      scope.file.complain(item, 'wrong-value', { key: 'depends', expected, found: describe(item) })
      return []
    }
    scope.checkCheck(id, item)
    return [id]
  })
}
