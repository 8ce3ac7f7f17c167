import type { ProcessStat } from '../../linux/process-stat.ts'
import type { Agent } from '../agent.ts'
import { cgroupDirectory } from '../census.ts'
import { linkIfThere, processes } from '../process-table.ts'

/** The identity of a process; a PID alone is reused. */
export const identity = ({ pid, start }: Pick<ProcessStat, 'pid' | 'start'>): string => `${pid} ${start}`

/** A process of the labs. */
export interface LabProcess extends ProcessStat {
  /** Whether it is expected: a running step, or a step with a name, started it or one of its ancestors. */
  readonly expected: boolean
}

/** The new processes of labs; `zombies` as well if asked for. On a machine that others use too, their processes are left out. */
export function labProcesses(
  agent: Agent,
  before: ReadonlySet<string>,
  { zombies = false }: { readonly zombies?: boolean } = {},
): LabProcess[] {
  const all = processes().filter(({ state }) => zombies || state !== 'Z')
  const known: Known = { byPid: new Map(all.map(row => [row.pid, row])), starts: startsOf(agent) }
  const standing = new Set([...agent.started.values()].map(({ running }) => running.pid))
  const isExpected = (row: ProcessStat) => standing.has(row.pid) || agent.named.get(row.pid) === row.start
  const added = all.filter(row => !before.has(identity(row)))
  return added.flatMap(row => {
    const line = lineOf(row, known)
    if (isAgents(agent, line, known) || !(agent.exclusive || isLabs(agent, line, known))) return []
    return [{ ...row, expected: line.some(isExpected) || standing.has(row.session) }]
  })
}

interface Known {
  readonly byPid: ReadonlyMap<number, ProcessStat>
  /** The start times of processes that were started for labs. */
  readonly starts: ReadonlyMap<number, number>
}

/** A process and its ancestors. */
function lineOf(row: ProcessStat, { byPid }: Known): ProcessStat[] {
  const line = [row]
  for (let up = byPid.get(row.parent); up && line.length < mostGenerations; up = byPid.get(up.parent))
    line.push(up)
  return line
}

const mostGenerations = 1000

function startsOf({ log }: Agent): ReadonlyMap<number, number> {
  return new Map(
    log.intents.flatMap(intent => (intent.did === 'start' ? [[intent.pid, intent.start] as const] : [])),
  )
}

/** The agent, the starter, and the agent's own commands with their descendants. */
function isAgents({ starter }: Agent, line: readonly ProcessStat[], { starts }: Known): boolean {
  const agents = [process.pid, starter.pid]
  const index = line.findIndex(({ pid }) => agents.includes(pid))
  if (index <= 0) return index === 0
  const child = line[index - 1]
  return child !== undefined && !starts.has(child.pid)
}

/** Decides by its cgroup and mount namespace, its session, or its ancestors. */
function isLabs(agent: Agent, line: readonly ProcessStat[], { starts, byPid }: Known): boolean {
  return line.some(row => {
    const began = starts.get(row.session)
    const leader = byPid.get(row.session)
    const ofLab = began !== undefined && (leader === undefined || leader.start === began)
    return ofLab || isInLabs(agent, row.pid)
  })
}

/** In a cgroup of the labs, or in the labs' mount namespace, which nobody else enters. */
function isInLabs(agent: Agent, pid: number): boolean {
  const { cgroup, starter } = agent
  const directory = cgroupDirectory(pid)
  if (!(cgroup instanceof Error) && `${directory}/`.startsWith(`${cgroup.base}/`)) return true
  const labs = mountNamespace(starter.host)
  return labs !== mountNamespace(1) && labs !== undefined && labs === mountNamespace(pid)
}

const mountNamespace = (pid: number) => linkIfThere(`/proc/${pid}/ns/mnt`)
