import { type ProcessStat, parseProcessStat } from '../linux/process-stat.ts'
import { unreadable } from '../linux/unreadable.ts'

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

/** How a process is scheduled, from /proc/PID/stat; a policy newer than the table is named by its number. */
export function parseScheduling(text: string): Pick<ProcessStat, 'nice'> & { readonly policy: string } {
  const { nice, policy } = parseProcessStat(text)
  if (!Number.isInteger(nice) || !Number.isInteger(policy))
    throw unreadable('/proc/PID/stat with a nice value and a policy', text)
  return { nice, policy: policies[policy] ?? `policy ${policy}` }
}
