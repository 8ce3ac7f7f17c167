import { UnsupportedKernel } from './failure.ts'
import { makeFrames } from './frames.ts'
import { type Kernel, kernelReader } from './kernel.ts'
import type { KernelMap } from './kernel-map.ts'
import type { PhysicalMemory } from './physical-memory.ts'
import { type Cgroup, cgroupTree } from './walk/cgroup-tree.ts'
import { type ProcessWalk, processList, type Wanted } from './walk/process-list.ts'

/** What the memory of a kernel shows at one walk. */
export interface OutsideView extends ProcessWalk {
  readonly cgroups: readonly Cgroup[]
  /** Of `cgroups`, what this kernel lacks for them, where there are none for that. */
  readonly unsupported?: Readonly<Record<string, string>>
}

/** The view on a machine from outside: nothing runs in it for that, and nothing in it notices. */
export interface Outside {
  /**
   * Reads the kernel's memory anew. The machine goes on meanwhile unless it is stopped, so two things in one view may be of different moments:
   * only what two walks agree on is certain. Throws `Torn` if a list was changed under way, `UnsupportedKernel` if this kernel cannot be read.
   */
  walk(wanted?: Wanted): OutsideView
}

export function openOutside(map: KernelMap, memory: PhysicalMemory): Outside {
  const frames = makeFrames()
  return {
    walk(wanted) {
      const kernel = kernelReader(map, memory, frames)
      return { ...processList(kernel, wanted), ...cgroupsOf(kernel) }
    },
  }
}

function cgroupsOf(kernel: Kernel): Pick<OutsideView, 'cgroups' | 'unsupported'> {
  try {
    return { cgroups: cgroupTree(kernel) }
  } catch (error) {
    if (!(error instanceof UnsupportedKernel)) throw error
    return { cgroups: [], unsupported: { cgroups: error.missing } }
  }
}
