import type { HandProcess } from '../../../evidence/hand.ts'
import type { ProcessList } from '../../../protocol/message.ts'
import type { Session } from '../../session.ts'

type Row = ProcessList['processes'][number]

/** How many processes a look examines: of more, the youngest are left out. */
const mostProcesses = 64

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
  /** Where each login shell was first seen; empty once it has moved, after which it is a process like any other, wherever it goes. */
  const places = new Map<string, string>()
  const isShared = hello.host !== 1
  const isLogin = (row: Row): boolean => {
    if (terminals.has(row.pid)) return true
    if (!terminals.has(row.parent)) return false
    const place = placeOf(row)
    const first = places.get(keyOf(row)) ?? place
    const isThere = place === first
    places.set(keyOf(row), isThere ? first : '')
    return isThere
  }
  return {
    addTerminal: pid => void terminals.add(pid),
    list: async () => {
      const { processes } = await client.call('processes', {})
      return processes
        .filter(row => !old.has(keyOf(row)) && (!isShared || row.cgroup.startsWith(`${cgroup}/`)))
        .slice(0, mostProcesses)
        .map(row => {
          const { pid, start, parent, cgroup } = row
          return { pid, start, parent, cgroup, ...(isLogin(row) && { login: true as const }) }
        })
    },
  }
}

const keyOf = ({ pid, start }: Pick<Row, 'pid' | 'start'>) => `${pid} ${start}`

const placeOf = ({ cgroup, namespaces }: Row) => JSON.stringify([cgroup, namespaces])
