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
  /** The names of the programs from below the login shell of a terminal down to this process, as last listed. */
  programs(pid: number): readonly string[]
}

/** Remembers the processes that exist now, but for a terminal that is open already and its login shell. On a machine that serves others, too, only those in cgroups of labs are taken. */
export async function openNewcomers(
  { client, hello, cgroup }: Pick<Session, 'client' | 'hello' | 'cgroup'>,
  terminal?: number,
): Promise<Newcomers> {
  const { processes } = await client.call('processes', {})
  const terminals = new Set(terminal === undefined ? [] : [terminal])
  const isOfTerminal = ({ pid, parent }: Row) => terminals.has(pid) || terminals.has(parent)
  const old = new Set(processes.filter(row => !isOfTerminal(row)).map(keyOf))
  /** Where the process that relays each terminal was first seen: its shell is started there, and may have moved before any look. */
  const places = new Map<number, string>()
  /** Login shells that have moved: each is a process like any other from then on, wherever it goes. */
  const moved = new Set<string>()
  let listed: ReadonlyMap<number, Row> = new Map()
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
      listed = new Map(processes.map(row => [row.pid, row]))
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
    programs(pid) {
      const names: string[] = []
      for (let row = listed.get(pid); row && names.length < mostNamed; row = listed.get(row.parent)) {
        if (terminals.has(row.pid) || old.has(keyOf(row))) break
        // The login shell itself is named if it is the process in question.
        if (names.length > 0 && terminals.has(row.parent)) break
        names.unshift(row.name)
      }
      return names
    },
  }
}

/** Programs that a chain names; of a longer one, those nearest to the process. */
const mostNamed = 16

const keyOf = ({ pid, start }: Pick<Row, 'pid' | 'start'>) => `${pid} ${start}`

const placeOf = ({ cgroup, namespaces }: Pick<Row, 'cgroup' | 'namespaces'>) =>
  JSON.stringify([cgroup, namespaces])
