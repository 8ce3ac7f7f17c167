import { unreadable } from '../linux/unreadable.ts'

/** How the scheduler treats a process. */
export interface Scheduling {
  /** -20 to 19; the smaller, the more of a CPU it gets. */
  readonly nice: number
  readonly policy: string
}

/** Scheduling policies by their numbers, as chrt(1) names them; sched(7). */
const policies: Readonly<Record<number, string>> = {
  0: 'SCHED_OTHER',
  1: 'SCHED_FIFO',
  2: 'SCHED_RR',
  3: 'SCHED_BATCH',
  5: 'SCHED_IDLE',
  6: 'SCHED_DEADLINE',
  7: 'SCHED_EXT',
}

export const policyNames = Object.values(policies)

/** From /proc/PID/stat, by the numbers of its fields; a policy newer than the table is named by its number. */
export function parseScheduling(text: string): Scheduling {
  const [nice, policy] = [19, 41].map(field => fieldOf(text, field))
  if (nice === undefined || policy === undefined)
    throw unreadable('/proc/PID/stat with a nice value and a policy', text)
  return { nice, policy: policies[policy] ?? `policy ${policy}` }
}

/** The second field is a name in parentheses that may itself have spaces and parentheses, so fields are counted from its end. */
function fieldOf(text: string, field: number): number | undefined {
  const word = text.slice(text.lastIndexOf(')') + 2).split(' ')[field - 3] ?? ''
  return /^-?\d+$/.test(word) ? Number(word) : undefined
}
