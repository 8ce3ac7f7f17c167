import { comesWithModule } from '../../linux/module-link.ts'
import { unescaped } from '../../linux/mountinfo.ts'
import { isSystems } from '../../linux/systemd-mount.ts'
import type { Leftover } from '../../protocol/message.ts'
import { readable } from '../path-bytes.ts'
import { type Change, isGone, isNew, pairsOf, tablesOf } from './change.ts'
import { madeByModule, toolFolder } from './uncounted.ts'

/** A kind of thing that labs leave behind and that a survey lists. */
export interface Kind {
  /** The heading of its section. */
  readonly section: string
  /** A description; docs/machines.md has the same one. */
  readonly counts: string
  readonly read: (section: Buffer) => Map<string, string>
  /** The changes that a lab is responsible for. */
  readonly counted: (changes: readonly Change[]) => readonly Change[]
  /** How to report a change; empty if it is part of another one. */
  readonly told: (change: Change) => readonly Leftover[]
  /** Whether it may belong to another program on a machine that labs share; it is then reported but not reverted. Default: false. */
  readonly isShared?: (change: Change) => boolean
  /** The action of the restore script; undefined if the change cannot be reverted. */
  readonly takeBack: (change: Change) => readonly [verb: string, ...texts: string[]] | undefined
}

/** In the order in which they are reverted: what holds others first. */
export const kinds: readonly Kind[] = [
  {
    section: 'mount',
    counts:
      "mounts made in the labs' mount namespace, with the namespaces they hold, and mounts of the machine that are gone",
    read: pairsOf,
    counted: where(({ id }) => !isSystems(pointOf(id))),
    told: mountWords,
    takeBack: change => (isNew(change) ? ['unmount', pointOf(change.id)] : undefined),
  },
  {
    section: 'link',
    counts: 'network links that are new or deleted',
    read: pairsOf,
    counted: where(({ id }) => !comesWithModule.has(id)),
    told: change =>
      isNew(change) && madeByModule.has(change.id)
        ? []
        : [{ kind: 'link', what: `${readable(change.id)}${fate(change)}` }],
    takeBack: change => (isNew(change) ? ['link', change.id] : undefined),
  },
  {
    section: 'loop',
    counts: 'loop devices that have a file',
    read: pairsOf,
    counted: where(change => !isGone(change)),
    told: as('loop', ({ id, now = '' }) => `/dev/${id} (${readable(now)})`),
    takeBack: change => (isNew(change) ? ['loop', change.id] : undefined),
  },
  {
    section: 'nftables',
    counts: 'tables that are new, changed or deleted',
    read: tablesOf,
    counted: where(() => true),
    isShared: () => true,
    told: as('nftables', change => `table ${readable(change.id)}${fate(change)}`),
    // `add` first, so that `delete` finds a table.
    takeBack: ({ id, was = '' }) => ['nft', `add table ${id}\ndelete table ${id}\n${was}`],
  },
  {
    section: 'hostname',
    counts: 'the host name and the domain name',
    read: pairsOf,
    counted: where(() => true),
    told: as('hostname', ({ id, was, now }) => {
      const name = id
        .replace('kernel/', '')
        .replace('hostname', 'host name')
        .replace('domainname', 'domain name')
      return `${name} ${valueWords(now)} (was ${valueWords(was)})`
    }),
    takeBack: putBack,
  },
  {
    section: 'sysctl',
    counts: 'parameters below `/proc/sys` with another value',
    read: pairsOf,
    // New and deleted parameters come and go with modules and links. A global parameter also sets those below it.
    counted: changes =>
      changes
        .filter(change => !isNew(change) && !isGone(change))
        .sort((one, other) => depth(one) - depth(other)),
    told: as('sysctl', ({ id, was, now }) => {
      const name = readable(id).replaceAll('/', '.')
      return `${name} = ${valueWords(now)} (was ${valueWords(was)})`
    }),
    takeBack: putBack,
  },
  {
    section: 'ipc',
    counts: 'shared memory, semaphores and message queues, of System V and of POSIX',
    read: pairsOf,
    counted: where(isNew),
    told: as('ipc', ({ id }) => ipcWords(id)),
    takeBack: ({ id }) => {
      const [verb = '', name = ''] = firstWord(id)
      return verb === 'file' ? ['file', `/dev/shm/${name}`] : [verb, name]
    },
  },
  {
    section: 'file',
    counts:
      'files below `/tmp`, `/run`, `/etc` and `/var` that are new, changed (mode, owner, size or time) or deleted',
    read: pairsOf,
    counted: changes => topmost(uncovered(changes)),
    isShared: ({ id }) => !/^\/(tmp|var\/tmp)\//.test(id),
    told: fileWords,
    takeBack: change => (isNew(change) ? ['file', change.id] : undefined),
  },
]

/** The mount point, the fifth field of a line of mountinfo. */
function pointOf(id: string): string {
  return unescaped(id.split(' ')[4] ?? '')
}

function mountWords(change: Change): Leftover[] {
  const target = pointOf(change.id)
  if (target === toolFolder) return []
  const point = readable(target)
  if (isGone(change)) return [{ kind: 'mount', what: `${point} (unmounted)` }]
  const mount = { kind: 'mount', what: point } as const
  if (change.now !== 'nsfs') return [mount]
  return [mount, { kind: 'namespace', what: `${change.id.split(' ')[3]} (held by ${point})` }]
}

function where(counts: (change: Change) => boolean) {
  return (changes: readonly Change[]) => changes.filter(counts)
}

function as(kind: Leftover['kind'], what: (change: Change) => string) {
  return (change: Change): Leftover[] => [{ kind, what: what(change) }]
}

const depth = ({ id }: Change): number => id.split('/').length

/** What happened to it; empty if it is new. */
const fate = (change: Change): string => (isNew(change) ? '' : isGone(change) ? ' (deleted)' : ' (changed)')

const valueWords = (value = ''): string => readable(value.trim().replace(/\s+/g, ' ')) || 'nothing'

function putBack({ id, was = '' }: Change): ['sysctl', string, string] {
  return ['sysctl', id, was]
}

function firstWord(text: string): [string, string] {
  const space = text.indexOf(' ')
  return [text.slice(0, space), text.slice(space + 1)]
}

function ipcWords(id: string): string {
  const [sort, name] = firstWord(id)
  if (sort !== 'file') return `${ipcSorts[sort] ?? sort} ${readable(name)}`
  return name.startsWith('sem.')
    ? `POSIX semaphore ${readable(name.slice(4))}`
    : `POSIX shared memory ${readable(name)}`
}

const ipcSorts: Readonly<Record<string, string>> = {
  shm: 'System V shared memory',
  sem: 'System V semaphores',
  msg: 'System V message queue',
  queue: 'POSIX message queue',
}

/** Drops changes below a mount that appeared or disappeared, where another folder is visible now. */
function uncovered(changes: readonly Change[]): Change[] {
  const turned = new Set(
    changes.filter(({ was, now }) => (was === 'mounted') !== (now === 'mounted')).map(({ id }) => id),
  )
  return changes.filter(({ id }) => !turned.has(id) && !foldersOf(id).some(folder => turned.has(folder)))
}

/** Keeps only the topmost of folders and files that appeared or disappeared together. */
function topmost(changes: readonly Change[]): Change[] {
  const whole = new Set(changes.filter(change => isNew(change) || isGone(change)).map(({ id }) => id))
  const rootOf = ({ id }: Change) => foldersOf(id).findLast(folder => whole.has(folder)) ?? id
  const sizes = new Map<string, number>()
  for (const change of changes) {
    const root = rootOf(change)
    sizes.set(root, (sizes.get(root) ?? -1) + 1)
  }
  return changes
    .filter(change => rootOf(change) === change.id)
    .map(change => ({ ...change, below: sizes.get(change.id) ?? 0 }))
}

/** The parent folders of a path, nearest first. */
function foldersOf(path: string): string[] {
  const parent = path.slice(0, path.lastIndexOf('/'))
  return parent === '' ? [] : [parent, ...foldersOf(parent)]
}

/** Files that `ip netns` creates are reported as mounts. */
function fileWords(change: Change): Leftover[] {
  const { id, below = 0 } = change
  if (`${id}/`.startsWith(`${toolFolder}/`)) return []
  const more = below > 0 ? ` and ${below} below it` : ''
  return [{ kind: 'file', what: `${readable(id)}${more}${fate(change)}` }]
}
