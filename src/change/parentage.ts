import type { InventoryProcess } from '../protocol/inventory.ts'
import { isWrapper } from './crowd.ts'

/** What is said of processes and of the wrappers that they were started by. */
export interface Parentage {
  /** The processes without wrappers that are told with the one process they have started. */
  readonly told: readonly InventoryProcess[]
  /** The wrapper that a process was started by, if it is among the given processes. */
  wrapper(process: InventoryProcess): InventoryProcess | undefined
  /** The PID of the nearest ancestor that is no such wrapper. */
  parent(process: InventoryProcess): number
}

/** Of processes that all began, or all ended, between two inventories. */
export function parentageOf(processes: readonly InventoryProcess[]): Parentage {
  const byPid = new Map(processes.map(process => [process.pid, process]))
  const hasOneChild = ({ pid }: InventoryProcess) =>
    processes.filter(({ parent }) => parent === pid).length === 1
  const folded = new Set(
    processes.filter(process => isWrapper(process) && hasOneChild(process)).map(({ pid }) => pid),
  )
  const wrapper = ({ parent }: InventoryProcess) => (folded.has(parent) ? byPid.get(parent) : undefined)
  const parent = (process: InventoryProcess): number => {
    const above = wrapper(process)
    return above ? parent(above) : process.parent
  }
  return { told: processes.filter(({ pid }) => !folded.has(pid)), wrapper, parent }
}
