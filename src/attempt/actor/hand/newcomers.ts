import { type HandProcess, mostExamined } from '../../../evidence/hand.ts'
import type { ProcessList } from '../../../protocol/message.ts'
import type { Session } from '../../session.ts'

type Row = ProcessList['processes'][number]

/** Lists the processes that come into being in an attempt. */
export interface Newcomers {
  /** A terminal was opened: neither this process nor its login shell stands for a name, unless the shell has moved. */
  addTerminal(pid: number): void
  /** The processes that exist now, the oldest first. */
  list(): Promise<readonly HandProcess[]>
}

/** Remembers the processes that exist now. On a machine that serves others, too, only those in cgroups of labs are taken. */
export async function openNewcomers({
  client,
  hello,
  cgroup,
}: Pick<Session, 'client' | 'hello' | 'cgroup'>): Promise<Newcomers> {
  const { processes } = await client.call('processes', {})
  const old = new Set(processes.map(keyOf))
  const terminals = new Set<number>()
  /** Where the process that relays each terminal was first seen: its shell is started there, and may have moved before any look. */
  const places = new Map<number, string>()
  /** Login shells that have moved: each is a process like any other from then on, wherever it goes. */
  const moved = new Set<string>()
  const isShared = hello.host !== 1
  const isLogin = (row: Row): boolean => {
    if (terminals.has(row.pid)) return true
    if (!terminals.has(row.parent) || moved.has(keyOf(row))) return false
    if (placeOf(row) === places.get(row.parent)) return true
    moved.add(keyOf(row))
    return false
  }
  return {
    addTerminal: pid => void terminals.add(pid),
    list: async () => {
      const { processes } = await client.call('processes', {})
      for (const row of processes)
        if (terminals.has(row.pid) && !places.has(row.pid)) places.set(row.pid, placeOf(row))
      return processes
        .filter(row => !old.has(keyOf(row)) && (!isShared || row.cgroup.startsWith(`${cgroup}/`)))
        .slice(0, mostExamined)
        .map(row => {
          const { pid, start, parent, cgroup } = row
          return { pid, start, parent, cgroup, ...(isLogin(row) && { login: true as const }) }
        })
    },
  }
}

const keyOf = ({ pid, start }: Pick<Row, 'pid' | 'start'>) => `${pid} ${start}`

const placeOf = ({ cgroup, namespaces }: Pick<Row, 'cgroup' | 'namespaces'>) =>
  JSON.stringify([cgroup, namespaces])
