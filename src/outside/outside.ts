import { kernelReader } from './kernel.ts'
import type { KernelMap } from './kernel-map.ts'
import type { PhysicalMemory } from './physical-memory.ts'
import { type Cgroup, cgroupTree } from './walk/cgroup-tree.ts'
import { type ProcessWalk, processList } from './walk/process-list.ts'

/** What the memory of a kernel shows at one walk. */
export interface OutsideView extends ProcessWalk {
  readonly cgroups: readonly Cgroup[]
}

/** The view on a machine from outside: nothing runs in it for that, and nothing in it notices. */
export interface Outside {
  /**
   * Reads the kernel's memory anew. The machine goes on meanwhile unless it is stopped, so two things in one view may be of different moments:
   * only what two walks agree on is certain. Throws `Torn` if a list was changed under way, `UnsupportedKernel` if this kernel cannot be read.
   */
  walk(): OutsideView
}

export function openOutside(map: KernelMap, memory: PhysicalMemory): Outside {
  return {
    walk() {
      const kernel = kernelReader(map, memory)
      return { ...processList(kernel), cgroups: cgroupTree(kernel) }
    },
  }
}
