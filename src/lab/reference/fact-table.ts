import type { Fact, ValueType } from '../../kernel/fact.ts'
import { codes, table } from './table.ts'

/** The facts of a subject: how each is written, what it means, where it is documented. */
export function factTable(facts: Readonly<Record<string, Fact>>): string {
  const rows = Object.entries(facts).map(([name, fact]) => [
    `\`${name}\``,
    valueWords(fact.value),
    `${fact.means}${fact.since === undefined ? '' : ` Since Linux ${fact.since}.`}`,
    fact.manual,
  ])
  return table(['fact', 'value', 'meaning', 'manual'], rows)
}

function valueWords(type: ValueType): string {
  switch (type.type) {
    case 'count':
      return type.of === 'process' ? 'number or name of a process' : 'number'
    case 'share':
      return 'percentage'
    case 'flag':
      return '`true`, `false`'
    case 'word':
      return type.words.length > 8 ? `${codes(type.words.slice(0, 4))}, …` : codes(type.words)
    case 'namespace':
      return '`own`, `shared`'
    case 'list':
      return `list of ${valueWords(type.of)}`
    case 'map':
      return `map of ${valueWords(type.of)}`
    case 'record':
      return recordWords(type)
    default:
      return type.type
  }
}

/** Fields of one type together: some files of the kernel have fifty. */
function recordWords({ fields, bare }: Extract<ValueType, { type: 'record' }>): string {
  const kinds = new Map<string, string[]>()
  for (const [name, type] of Object.entries(fields)) {
    const words = valueWords(type)
    kinds.set(words, [...(kinds.get(words) ?? []), name])
  }
  const parts = [...kinds].map(([words, names]) => `${codes(names)} (${words})`)
  return `map: ${parts.join('; ')}${bare === undefined ? '' : `; written alone it is \`${bare}\``}`
}
