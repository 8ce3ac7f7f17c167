import type { Inventory, InventoryProcess } from '../protocol/inventory.ts'
import { type Crowd, crowdOf } from './crowd.ts'

/** The time between two inventories. */
export interface Span {
  readonly before: Moment
  readonly after: Moment
  /** Processes that are new, and visible: neither the relay of a terminal nor the shell on it. */
  readonly born: readonly InventoryProcess[]
  /** Processes that are gone, except relays of terminals. */
  readonly ended: readonly InventoryProcess[]
}

export interface Moment extends Crowd {
  readonly inventory: Inventory
}

export function spanOf(before: Inventory, after: Inventory): Span {
  const [was, is] = [momentOf(before), momentOf(after)]
  return {
    before: was,
    after: is,
    born: after.processes.filter(process => !was.known(process) && process.terminal === undefined),
    ended: before.processes.filter(process => !is.known(process) && process.terminal !== 'relay'),
  }
}

const momentOf = (inventory: Inventory): Moment => ({ inventory, ...crowdOf(inventory) })
