import { unreadable } from './unreadable.ts'

/** How mounts below a mount propagate; mount_namespaces(7). */
export const propagations = ['private', 'shared', 'slave', 'shared and slave', 'unbindable'] as const

/** Options of a single mount; show_mnt_opts in fs/proc_namespace.c. */
export const mountOptions = [
  'rw',
  'ro',
  'nosuid',
  'nodev',
  'noexec',
  'noatime',
  'nodiratime',
  'relatime',
  'nosymfollow',
  'idmapped',
] as const

/** One line of /proc/PID/mountinfo; proc_pid_mountinfo(5). */
export interface Mount {
  readonly id: number
  readonly parent: number
  /** MAJOR:MINOR of the mounted device. */
  readonly device: string
  /** The directory of the file system that is visible at the mount point: `/` unless it is a bind mount of a subdirectory. */
  readonly root: string
  /** Relative to the root directory of the process. */
  readonly target: string
  /** Options of this mount: `ro`, `nosuid`, … */
  readonly options: readonly string[]
  readonly propagation: (typeof propagations)[number]
  /** ID of its peer group, if shared. */
  readonly peers?: number
  /** ID of the peer group it receives events from, if a slave. */
  readonly master?: number
  readonly type: string
  readonly source: string
  /** Options of the file system: `size=1024k`, `lowerdir=/lower`, … */
  readonly superOptions: readonly string[]
}

export function parseMountinfo(text: string): Mount[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(parseMountLine)
}

/** The visible mount at a path: of several on the same path, the last one covers the others. */
export function mountAt(mounts: readonly Mount[], path: string): Mount | undefined {
  const target = path === '/' ? path : path.replace(/\/+$/, '')
  return mounts.findLast(mount => mount.target === target)
}

/** Fields are separated by single spaces; a name may contain any other byte unescaped, carriage returns among them. */
const form = /^(\d+) (\d+) (\d+:\d+) ([^ ]+) ([^ ]+) ([^ ]+) (?:(.+) )?- ([^ ]+) ([^ ]*) ([^ ]+)$/s

/** One line, without its newline; throws `Unreadable`. */
export function parseMountLine(line: string): Mount {
  const match = form.exec(line)
  if (!match)
    throw unreadable(
      'a line of mountinfo: ID PARENT MAJ:MIN ROOT TARGET OPTIONS … - TYPE SOURCE OPTIONS',
      line,
    )
  const [
    ,
    id,
    parent,
    device = '',
    root = '',
    target = '',
    options = '',
    tags = '',
    type = '',
    source = '',
    more = '',
  ] = match
  return {
    id: Number(id),
    parent: Number(parent),
    device,
    root: unescaped(root),
    target: unescaped(target),
    options: optionsOf(options),
    ...propagationOf(tags.split(' ').filter(tag => tag !== '')),
    type: unescaped(type),
    source: unescaped(source),
    superOptions: optionsOf(more),
  }
}

/** The kernel writes space, tab, newline, backslash and, in sources, `#` as three octal digits: seq_escape in fs/proc_namespace.c. */
export function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
}

/** Some file systems escape a comma inside an option as `\,` or `\054`; only a bare comma separates. */
function optionsOf(text: string): string[] {
  return text.split(/(?<!\\),/).map(unescaped)
}

/** Unknown optional fields are ignored, per proc_pid_mountinfo(5). */
function propagationOf(tags: readonly string[]): Pick<Mount, 'propagation' | 'peers' | 'master'> {
  const group = (name: string) => tags.find(tag => tag.startsWith(`${name}:`))?.slice(name.length + 1)
  const peers = group('shared')
  const master = group('master')
  const numbers = { ...(peers && { peers: Number(peers) }), ...(master && { master: Number(master) }) }
  if (tags.includes('unbindable')) return { propagation: 'unbindable' }
  if (peers && master) return { propagation: 'shared and slave', ...numbers }
  return { propagation: peers ? 'shared' : master ? 'slave' : 'private', ...numbers }
}
