import { printable } from '../printable.ts'
import type { Inventory } from '../protocol/inventory.ts'
import { cgroupChanges } from './cgroup-changes.ts'
import type { Change } from './change.ts'
import { filterChanges } from './filter-changes.ts'
import { mountChanges } from './mount-changes.ts'
import { networkChanges } from './network-changes.ts'
import { parameterChanges } from './parameter-changes.ts'
import { processChanges } from './process-changes.ts'
import { type Span, spanOf } from './span.ts'
import { hostChanges, mapChanges, timeChanges } from './value-changes.ts'

/** What is different between two inventories of one machine: one line for each cause. */
export function changesBetween(before: Inventory, after: Inventory): Change[] {
  const span = spanOf(before, after)
  return kinds.flatMap(changes => changes(span)).map(safe)
}

/** Names can hold anything but NUL and, in most places, slashes. */
const safe = ({ sign, text, shown }: Change): Change => ({ sign, text: oneLine(text), shown: oneLine(shown) })

const oneLine = (text: string) => printable(text.replace(/[\n\t]/g, ' '))

/** In the order in which they are told. */
const kinds: readonly ((span: Span) => Change[])[] = [
  cgroupChanges,
  processChanges,
  mapChanges,
  timeChanges,
  hostChanges,
  mountChanges,
  networkChanges,
  filterChanges,
  parameterChanges,
]
