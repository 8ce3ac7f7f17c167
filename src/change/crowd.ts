import { leadOf } from '../linux/wrapper.ts'
import type { Inventory, InventoryProcess } from '../protocol/inventory.ts'

/** The processes of an inventory, and the namespaces they are in. */
export interface Crowd {
  /** The same process in this inventory: a PID alone is reused. */
  known(process: InventoryProcess): InventoryProcess | undefined
  byPid(pid: number): InventoryProcess | undefined
  /** For whom a namespace is named: its oldest process that does not merely wait for another one. */
  holder(namespace: string): InventoryProcess | undefined
  /** Whether a process or a mount keeps this namespace alive. */
  exists(namespace: string): boolean
}

export function crowdOf({ processes, machine, pinned }: Inventory): Crowd {
  const pids = new Map(processes.map(process => [process.pid, process]))
  const holders = new Map<string, InventoryProcess>()
  const known = new Set([...Object.values(machine), ...Object.keys(pinned)])
  for (const process of [...processes.filter(process => !isWrapper(process)), ...processes])
    for (const [kind, namespace] of Object.entries(process.namespaces)) {
      known.add(namespace)
      if (!kind.endsWith('_for_children') && !holders.has(namespace)) holders.set(namespace, process)
    }
  return {
    known: ({ pid, start }) => (pids.get(pid)?.start === start ? pids.get(pid) : undefined),
    byPid: pid => pids.get(pid),
    holder: namespace => holders.get(namespace),
    exists: namespace => known.has(namespace),
  }
}

/** Whether a process only waits for the one that it has started: `unshare --fork`, sudo, timeout. */
export const isWrapper = ({ words }: InventoryProcess): boolean => leadOf(words).to === 'child'

/** `412 (bash)`. */
export const nameOf = ({ pid, name }: Pick<InventoryProcess, 'pid' | 'name'>): string => `${pid} (${name})`
