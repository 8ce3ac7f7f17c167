import type { ValueType } from '../../kernel/fact.ts'
import type { QuantityKind } from '../shape/quantity.ts'
import { quantities } from '../shape/quantity.ts'

/** What an author writes for a value of this type, in words: completes "must be …". */
export function typeWords(type: ValueType): string {
  switch (type.type) {
    case 'count':
      return type.of === 'process' ? 'the number of a process, or its name' : quantities.count.expected
    case 'size':
    case 'duration':
    case 'share':
      return quantities[type.type].expected
    case 'text':
      return type.form?.expected ?? 'text'
    case 'flag':
      return '`true` or `false`, or 1 or 0 as the kernel writes them'
    case 'word':
      return type.words.length > mostWords
        ? `a word such as ${type.words.slice(0, 3).join(', ')}`
        : `one of ${type.words.join(', ')}`
    case 'namespace':
      return '`own` or `shared`'
    case 'list':
      return `a list of what must be in it, each ${typeWords(type.of)}`
    case 'record':
      return `a map of fields (${Object.keys(type.fields).slice(0, 3).join(', ')} …)`
    case 'map':
      return `a map, each value ${typeWords(type.of)}`
  }
}

/** More than these are listed only where it was one of them that was misspelt. */
const mostWords = 12

/** The kind of number that values of this type are; undefined for what cannot be counted. */
export function quantityOf(type: ValueType): QuantityKind | undefined {
  return Object.hasOwn(quantities, type.type) ? (type.type as QuantityKind) : undefined
}
