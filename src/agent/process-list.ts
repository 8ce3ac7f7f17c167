import type { ProcessStat } from '../linux/process-stat.ts'
import { terminalDevice } from '../linux/terminal-device.ts'
import { type ListedProcess, mostProcesses, type ProcessList } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { labProcesses } from './census/lab-process.ts'
import { withCgroup } from './census.ts'

/** Lists processes without anything else that a census looks at, since it is asked for after every command that somebody types. */
export function listProcesses(agent: Agent): ProcessList {
  const at = performance.now()
  const rows = labProcesses(agent, new Set()).sort(
    (one, other) => one.start - other.start || one.pid - other.pid,
  )
  const processes = rows.slice(0, mostProcesses).flatMap(row => listed(row) ?? [])
  return { at, processes, more: Math.max(0, rows.length - mostProcesses) }
}

/** Undefined if it has ended meanwhile. */
function listed(row: ProcessStat): ListedProcess | undefined {
  const process = withCgroup(row)
  return process && { ...process, parent: row.parent, tty: terminalDevice(row.terminal) ?? null }
}
