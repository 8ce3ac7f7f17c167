import type { Family } from '../fact.ts'
import type { Format } from '../format.ts'

/** One file of a cgroup. */
export interface CgroupFile {
  readonly format: Format
  /** What it means, in one sentence a learner understands. */
  readonly means: string
  /** The Linux version that introduced it; absent: as old as its controller. */
  readonly since?: string
  /** The build option of the kernel without which it is missing; absent: it depends on its controller alone. */
  readonly config?: string
  /** The unit, in bytes, in which the kernel keeps its sizes, rounding down. */
  readonly page?: number
  /** The family that the file belongs to, for files that differ in one part of their name. */
  readonly family?: Family
  /** Whether the root cgroup has the file, too, or no other one has. Absent: only cgroups below the root have it. */
  readonly root?: 'too' | 'only'
  /** A limit, a weight or a switch: it can be written before a process is inside. */
  readonly writable?: true
}
