import { comesWithModule } from '../linux/module-link.ts'
import type { Inventory, InventoryLink } from '../protocol/inventory.ts'

/** A link and the network namespace it is in. */
export interface PlacedLink {
  readonly namespace: string
  readonly link: InventoryLink
}

/** The links of all namespaces, by `linkKey`, without those that a module puts into every namespace. */
export function placedLinks({ networks }: Inventory): Map<string, PlacedLink> {
  const placed = Object.entries(networks).flatMap(([namespace, { links }]) =>
    links.filter(({ name }) => !comesWithModule.has(name)).map(link => ({ namespace, link })),
  )
  return new Map(placed.map(item => [keyOf(item), item]))
}

export const linkKey = (namespace: string, index: number): string => `${namespace} ${index}`

export const keyOf = ({ namespace, link }: PlacedLink): string => linkKey(namespace, link.index)
