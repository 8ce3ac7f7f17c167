import type { Inventory } from '../../src/protocol/inventory.ts'

type Part = keyof Inventory

/** Inventories as text, a line for each with what differs from the one before it. */
export function recordingOf(inventories: readonly Inventory[]): string {
  const lines = inventories.map((inventory, index) => {
    const before = inventories[index - 1]
    const parts = Object.keys(inventory) as Part[]
    const isNew = (part: Part) => JSON.stringify(inventory[part]) !== JSON.stringify(before?.[part])
    return JSON.stringify(Object.fromEntries(parts.filter(isNew).map(part => [part, inventory[part]])))
  })
  return `${lines.join('\n')}\n`
}

export function recordedInventories(text: string): Inventory[] {
  const inventories: Inventory[] = []
  for (const line of text.trim().split('\n')) inventories.push({ ...inventories.at(-1), ...JSON.parse(line) })
  return inventories
}
