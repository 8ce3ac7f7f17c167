import { Torn } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import { cgroupPaths } from './cgroup-path.ts'
import { type Process, readProcess } from './process.ts'
import { ring } from './ring.ts'
import { surroundingsReader } from './surroundings.ts'

/** All processes, kernel threads included, in the order in which they were made. */
export interface ProcessWalk {
  readonly processes: readonly Process[]
  /** How many were left out, since they were just being made or removed. */
  readonly torn: number
}

/** What a walk reads beside what it always reads. */
export interface Wanted {
  /** Whose surroundings are read, which takes some milliseconds where many processes have their own: nobody's unless it is said. */
  readonly surroundings?: (process: Process) => boolean
}

export function processList(kernel: Kernel, { surroundings }: Wanted = {}): ProcessWalk {
  const cgroupPath = cgroupPaths(kernel)
  const surroundingsOf = surroundingsReader(kernel)
  const tasks = ring(kernel, kernel.at(kernel.symbol('init_task'), 'task_struct.tasks'), 'task_struct.tasks')
  const processes = tasks.flatMap(task => {
    try {
      const process = readProcess(kernel, task, cgroupPath)
      return surroundings?.(process)
        ? { ...process, surroundings: surroundingsOf(task, process.cgroup) }
        : process
    } catch (error) {
      if (error instanceof Torn) return []
      throw error
    }
  })
  return { processes, torn: tasks.length - processes.length }
}
