import type { ViewedProcess } from '../../live/kernel-view.ts'

/** A process, and the lines of the tree that lead to it: `│  └─ `. */
export interface TreeRow {
  readonly process: ViewedProcess
  readonly lead: string
}

/** A deeper tree is drawn no wider. */
const deepest = 20

/** Each process below its parent. Those whose parent is not shown are at the top. */
export function processTree(processes: readonly ViewedProcess[]): TreeRow[] {
  const children = childrenIn(processes)
  const rows = new Map<number, TreeRow>()
  const add = (process: ViewedProcess, lead: string, below: string, depth: number) => {
    // In one view two processes may be each other's parents: a walk takes time, and PIDs are used again.
    if (rows.has(process.pid)) return
    rows.set(process.pid, { process, lead })
    const own = children.get(process.pid) ?? []
    const isDeepest = depth === deepest
    own.forEach((child, index) => {
      const [branch, trunk] = index === own.length - 1 ? ['└─ ', '   '] : ['├─ ', '│  ']
      if (isDeepest) add(child, lead, below, depth)
      else add(child, below + branch, below + trunk, depth + 1)
    })
  }
  for (const process of [...(children.get(0) ?? []), ...processes]) add(process, '', '', 0)
  return [...rows.values()]
}

/** By PID; those without a parent under 0. */
function childrenIn(processes: readonly ViewedProcess[]): ReadonlyMap<number, ViewedProcess[]> {
  const pids = new Set(processes.map(({ pid }) => pid))
  const children = new Map<number, ViewedProcess[]>()
  for (const process of processes) {
    const above = pids.has(process.parent) ? process.parent : 0
    const others = children.get(above)
    if (others) others.push(process)
    else children.set(above, [process])
  }
  return children
}
