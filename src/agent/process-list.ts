import type { ProcessStat } from '../linux/process-stat.ts'
import { terminalDevice } from '../linux/terminal-device.ts'
import { type ListedProcess, mostProcesses, type ProcessList } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { labProcesses } from './census/lab-process.ts'
import { withCgroup } from './census.ts'

/** Lists processes, zombies included, without anything else that a census looks at, since it is asked for after every command that somebody types. */
export function listProcesses(agent: Agent): ProcessList {
  const at = performance.now()
  const { rows, more } = oldestProcesses(agent, { zombies: true })
  return { at, processes: rows.flatMap(row => listed(row) ?? []), more }
}

/** The processes of labs, the oldest first, at most `mostProcesses`; `more` is the number of those left out. */
export function oldestProcesses(
  agent: Agent,
  which: { readonly zombies?: boolean } = {},
): { rows: ProcessStat[]; more: number } {
  const rows = labProcesses(agent, new Set(), which).sort(
    (one, other) => one.start - other.start || one.pid - other.pid,
  )
  return { rows: rows.slice(0, mostProcesses), more: Math.max(0, rows.length - mostProcesses) }
}

/** Undefined if it has ended meanwhile. */
function listed(row: ProcessStat): ListedProcess | undefined {
  const process = withCgroup(row)
  return process && { ...process, parent: row.parent, tty: terminalDevice(row.terminal) ?? null }
}
