import type { Paint } from '../../report/paint.ts'

/** What rows are drawn with. */
export interface RowStyle {
  readonly columns: number
  readonly paint: Paint
  /** Whether this process, by its PID, or this cgroup, by its path, is new, and marked. */
  isNew(what: number | string): boolean
}
