import type { Fact, Family, ValueType } from '../../kernel/fact.ts'
import { codes, table } from './table.ts'

/** The facts of a subject: how each is written, what it means, where it is documented. A family has one row. */
export function factTable(facts: Readonly<Record<string, Fact>>): string {
  const rows = oneOfFamily(Object.entries(facts), ([, { family }]) => family).map(([name, fact]) => [
    `\`${fact.family?.name ?? name}\``,
    valueWords(fact.value),
    [
      fact.means,
      ...(fact.family ? [`${fact.family.parts}.`] : []),
      ...(fact.since === undefined ? [] : [`Since Linux ${fact.since}.`]),
    ].join(' '),
    fact.outside === undefined ? '' : fact.outside.varies ? 'varies' : 'yes',
    fact.manual,
  ])
  return table(['fact', 'value', 'meaning', 'outside', 'manual'], rows)
}

/** Of the members of each family, the first; all that belong to none. */
export function oneOfFamily<T>(members: readonly T[], familyOf: (member: T) => Family | undefined): T[] {
  const seen = new Set<string>()
  return members.filter(member => {
    const family = familyOf(member)
    if (family === undefined) return true
    const isFirst = !seen.has(family.name)
    seen.add(family.name)
    return isFirst
  })
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
