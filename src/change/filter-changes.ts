import type { InventoryFilter } from '../protocol/inventory.ts'
import type { Change } from './change.ts'
import { inPlace, placeOf } from './place.ts'
import type { Span } from './span.ts'

/** Tables, chains and rules of nftables. What goes with its table or chain is not told. */
export function filterChanges({ before, after }: Span): Change[] {
  return Object.entries(after.inventory.networks).flatMap(([namespace, { filters }]) => {
    const place = placeOf(after, 'net', namespace)
    const was = byKey(before.inventory.networks[namespace]?.filters ?? [])
    const is = byKey(filters)
    const tell = (sign: Change['sign'], filter: InventoryFilter, more = ''): Change => ({
      sign,
      text: `nft ${nameOf(filter)}${more}${inPlace(place)}`,
      shown: place.command(commandOf(filter, sign)),
    })
    const isAlone = (filter: InventoryFilter) => holdersOf(filter).every(holder => is.has(holder))
    return [
      ...[...was]
        .filter(([key, filter]) => !is.has(key) && isAlone(filter))
        .map(([, filter]) => tell('-', filter)),
      ...[...is].flatMap(([key, filter]): Change[] => {
        const old = was.get(key)
        if (!old) return [tell('+', filter, filter.policy && `, policy ${filter.policy}`)]
        if (old.policy === filter.policy) return []
        return [tell('~', filter, `: policy ${old.policy || 'none'} → ${filter.policy || 'none'}`)]
      }),
    ]
  })
}

const byKey = (filters: readonly InventoryFilter[]) => new Map(filters.map(each => [nameOf(each), each]))

/** `rule ip nat postrouting, handle 4`. */
function nameOf({ kind, family, table, chain, handle }: InventoryFilter): string {
  const words = [kind, family, table, ...(chain === '' ? [] : [chain])].join(' ')
  return kind === 'rule' ? `${words}, handle ${handle}` : words
}

/** The table and the chain that something is in. */
function holdersOf(filter: InventoryFilter): string[] {
  const table = nameOf({ ...filter, kind: 'table', chain: '' })
  if (filter.kind === 'table') return []
  return filter.kind === 'chain' ? [table] : [table, nameOf({ ...filter, kind: 'chain' })]
}

/** Whatever holds something that is gone shows that. */
function commandOf({ kind, family, table, chain }: InventoryFilter, sign: Change['sign']): string {
  const isGone = sign === '-'
  if (kind === 'rule' || (kind === 'chain' && !isGone)) return `nft -a list chain ${family} ${table} ${chain}`
  return kind === 'chain' || !isGone ? `nft list table ${family} ${table}` : 'nft list tables'
}
