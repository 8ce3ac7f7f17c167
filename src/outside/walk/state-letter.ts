import type { Address } from '../address.ts'
import type { Kernel } from '../kernel.ts'

/** Bits of task_struct.__state and exit_state, and their letters in /proc/PID/stat: task_state_index in include/linux/sched.h. */
const letters = [
  [0x40, 'P'],
  [0x20, 'Z'],
  [0x10, 'X'],
  [0x08, 't'],
  [0x04, 'T'],
  [0x02, 'D'],
  [0x01, 'S'],
] as const

/** TASK_UNINTERRUPTIBLE and TASK_NOLOAD: a kernel thread that waits for work. */
const idle = 0x402

/** TASK_RTLOCK_WAIT and TASK_FROZEN, which are shown as an uninterruptible sleep. */
const likeSleep = 0x1000 | 0x8000

/** The state of a process as /proc/PID/stat has it: R, S, D, T, t, X, Z, P or I. */
export function stateLetter(kernel: Kernel, task: Address): string {
  const state = kernel.number(task, 'task_struct.__state')
  if ((state & idle) === idle) return 'I'
  if ((state & likeSleep) !== 0) return 'D'
  const all = state | kernel.number(task, 'task_struct.exit_state')
  return letters.find(([bit]) => (all & bit) !== 0)?.[1] ?? 'R'
}
