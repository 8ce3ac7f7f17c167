import { isRecord, type Value } from '../../kernel/fact.ts'
import type { Portrait, PortraitRow } from '../definition.ts'

/** A process that has a namespace of its own: its numbers, its name and its place, inside and outside. */
export const portrait: Portrait = {
  facts: ['pid', 'namespaces', 'cgroup', 'user'],
  rows: (process, machine) => {
    const { own, shared } = namespacesOf(process('namespaces'), machine('namespaces'))
    if (own.length === 0) return []
    const cgroup = process('cgroup')
    return [
      ...numberRow('PID', process('pid')),
      ...numberRow('UID', process('user')),
      ...row('hostname', process('hostname'), machine('hostname')),
      ...row('processes seen', process('processes'), machine('processes')),
      ...row('cgroup', own.includes('cgroup') ? '/' : cgroup, cgroup),
      ['namespaces', `its own: ${own.join(', ')}`, `shared: ${shared.join(', ') || 'none'}`],
    ]
  },
}

function row(what: string, inside: Value | undefined, outside: Value | undefined): PortraitRow[] {
  return inside === undefined || outside === undefined ? [] : [[what, inside, outside]]
}

const numberRow = (what: string, value: Value | undefined) =>
  isRecord(value) ? row(what, value.inside, value.outside) : []

/** The namespaces of a process that are its own, and those it shares with the machine. */
function namespacesOf(process: Value | undefined, machine: Value | undefined) {
  if (!isRecord(process) || !isRecord(machine)) return { own: [], shared: [] }
  const names = Object.keys(process)
  return {
    own: names.filter(name => process[name] !== machine[name]),
    shared: names.filter(name => process[name] === machine[name]),
  }
}
