import { Torn } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import { cgroupPaths } from './cgroup-path.ts'
import { type Process, readProcess } from './process.ts'
import { ring } from './ring.ts'

/** All processes, kernel threads included, in the order in which they were made. */
export interface ProcessWalk {
  readonly processes: readonly Process[]
  /** How many were left out, since they were just being made or removed. */
  readonly torn: number
}

export function processList(kernel: Kernel): ProcessWalk {
  const cgroupPath = cgroupPaths(kernel)
  const tasks = ring(kernel, kernel.at(kernel.symbol('init_task'), 'task_struct.tasks'), 'task_struct.tasks')
  const processes = tasks.flatMap(task => {
    try {
      return readProcess(kernel, task, cgroupPath)
    } catch (error) {
      if (error instanceof Torn) return []
      throw error
    }
  })
  return { processes, torn: tasks.length - processes.length }
}
