import type { InventoryProcess } from '../protocol/inventory.ts'
import { nameOf } from './crowd.ts'
import { groupName } from './group-name.ts'
import type { Moment, Span } from './span.ts'

/** What sets a process apart from its parent, or from what it was before. */
export interface Note {
  readonly text: string
  /** The file below /proc/PID that shows it. */
  readonly file: string
}

/** The kinds of namespaces, in the order in which they are told. */
export const namespaceKinds = ['user', 'pid', 'mnt', 'net', 'uts', 'ipc', 'cgroup', 'time']

/** A process differs from its parent in what it, or a wrapper that started it, has asked for. */
export function notesOfBorn(
  process: InventoryProcess,
  parent: InventoryProcess | undefined,
  span: Span,
): Note[] {
  const { inventory } = span.after
  const above = parent ?? { namespaces: inventory.machine }
  const notes = entered(process, above, span)
  if (!parent) return notes
  const before = span.before.known(parent)
  if (![parent.cgroup, before?.cgroup].includes(process.cgroup))
    notes.push({ text: `in cgroup ${groupName(inventory.base, process.cgroup)}`, file: '/cgroup' })
  if (process.uid !== parent.uid) notes.push({ text: `as user ${process.uid}`, file: '/status' })
  if (process.root !== parent.root) notes.push({ text: `root directory ${process.root}`, file: '/root' })
  return notes
}

/** Namespaces that a process is in and the other one is not: those of its own, those of others, those for its children. */
export function entered(
  process: InventoryProcess,
  other: Pick<InventoryProcess, 'namespaces'>,
  { before, after }: Span,
): Note[] {
  const file = '/ns'
  const changed = namespaceKinds.filter(
    kind => process.namespaces[kind] !== (other.namespaces[kind] ?? process.namespaces[kind]),
  )
  const isOwn = (kind: string) => {
    const id = process.namespaces[kind] ?? ''
    return !before.exists(id) && after.holder(id)?.pid === process.pid
  }
  const own = changed.filter(isOwn)
  const hosts = new Map<string, string[]>()
  for (const kind of changed.filter(kind => !isOwn(kind))) {
    const whose = ownerOf(process, kind, after)
    hosts.set(whose, [...(hosts.get(whose) ?? []), kind])
  }
  const forChildren = ['pid', 'time'].filter(
    kind => hasOtherForChildren(process, kind) && !hasOtherForChildren(other, kind),
  )
  return [
    ...(own.length > 0 ? [{ text: `${namespaceWords(own)} of its own`, file }] : []),
    ...[...hosts].map(([whose, kinds]) => ({ text: `in the ${namespaceWords(kinds)}${whose}`, file })),
    ...forChildren.map(kind => ({ text: `a new ${kind} namespace for its children`, file })),
  ]
}

/** `pid, mnt namespaces`. */
export const namespaceWords = (kinds: readonly string[]): string =>
  `${kinds.join(', ')} ${kinds.length === 1 ? 'namespace' : 'namespaces'}`

function ownerOf(process: InventoryProcess, kind: string, { inventory, holder }: Moment): string {
  const id = process.namespaces[kind] ?? ''
  if (id === inventory.machine[kind]) return ' of the machine'
  const whose = holder(id)
  if (whose && whose.pid !== process.pid) return ` of ${nameOf(whose)}`
  const path = inventory.pinned[id]
  return path === undefined ? '' : ` ${path}`
}

/** Until it has a process, a namespace for children has no link; every process has a link for the namespace it is in. */
function hasOtherForChildren({ namespaces }: Pick<InventoryProcess, 'namespaces'>, kind: string): boolean {
  return namespaces[kind] !== undefined && namespaces[`${kind}_for_children`] !== namespaces[kind]
}
