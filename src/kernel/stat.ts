import { unreadable } from '../linux/unreadable.ts'

/** Kinds of file, each with the word that stat(1) prints for it. */
const kinds = {
  'regular file': 'file',
  'regular empty file': 'file',
  directory: 'directory',
  'symbolic link': 'symlink',
  fifo: 'fifo',
  socket: 'socket',
  'character special file': 'character device',
  'block special file': 'block device',
} as const

export const fileKinds = [...new Set(Object.values(kinds))]

/** How stat(1) is asked. */
export const statFormat = '%F %a %u %g %s %d:%i %h %b %t:%T'

/** What stat(1) says in that format; inode(7). */
export interface Stat {
  readonly kind: string
  /** Four octal digits, such as `0755`. */
  readonly mode: string
  readonly uid: number
  readonly gid: number
  /** Bytes. */
  readonly size: number
  /** DEVICE:INODE: the same for two names of one file. */
  readonly identity: string
}

/** The rest of what it says; evidence of older versions lacks it. */
export interface StatOfInode {
  /** How many names it has. */
  readonly links: number
  /** Bytes that it takes on its file system. */
  readonly allocated: number
  /** MAJOR:MINOR of the device that a special file stands for; empty for any other file. */
  readonly device: string
}

/** The unit of st_blocks, whatever the file system has; inode(7). */
const block = 512

export function parseStat(text: string): Stat {
  const { word = '', mode = '', uid, gid, size, identity = '' } = partsOf(text)
  return {
    kind: isKind(word) ? kinds[word] : word,
    mode: mode.padStart(4, '0'),
    uid: Number(uid),
    gid: Number(gid),
    size: Number(size),
    identity,
  }
}

export function parseStatOfInode(text: string): StatOfInode {
  const { word = '', links, blocks, major = '', minor = '' } = partsOf(text)
  if (links === undefined) throw unreadable(`what stat -c '${statFormat}' prints`, text)
  return {
    links: Number(links),
    allocated: Number(blocks) * block,
    device: / special file$/.test(word) ? `${Number.parseInt(major, 16)}:${Number.parseInt(minor, 16)}` : '',
  }
}

function partsOf(text: string): Readonly<Record<string, string | undefined>> {
  const parts = pattern.exec(text)?.groups
  if (!parts) throw unreadable(`what stat -c '${statFormat}' prints`, text)
  return parts
}

const pattern =
  /^(?<word>\D+) (?<mode>[0-7]{1,4}) (?<uid>\d+) (?<gid>\d+) (?<size>\d+) (?<identity>\d+:\d+)(?: (?<links>\d+) (?<blocks>\d+) (?<major>[\da-f]+):(?<minor>[\da-f]+))?\n?$/

function isKind(word: string): word is keyof typeof kinds {
  return Object.hasOwn(kinds, word)
}
