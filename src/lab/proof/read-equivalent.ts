import type { LabFile } from '../document/lab-file.ts'
import type { Entry } from '../document/node.ts'
import { isNothing } from '../document/node.ts'
import type { Equivalent } from '../lab.ts'
import { text } from '../shape/leaf.ts'
import { pairsOf } from '../shape/read-collection.ts'
import { readValue } from '../shape/read-fields.ts'

/** Mutants that change nothing, from `equivalent`. Whether there is such a mutant is known where mutants are made. */
export function readEquivalents(file: LabFile, entry: Entry | undefined): Equivalent[] | undefined {
  if (!entry || isNothing(entry.value)) return undefined
  const expected = 'a map from the names of mutants to reasons'
  return pairsOf(file, entry.value, { key: 'equivalent', expected }).flatMap(each => {
    const why = readValue(file, each, text)
    return why === undefined ? [] : [{ mutant: each.name, why: why.trim(), at: file.at(each.key) }]
  })
}
