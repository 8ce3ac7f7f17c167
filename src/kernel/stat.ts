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

/** What `stat -c '%F %a %u %g %s %d:%i'` says; inode(7). */
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

export function parseStat(text: string): Stat {
  const [, word = '', mode = '', uid, gid, size, identity = ''] =
    /^(\D+) ([0-7]{1,4}) (\d+) (\d+) (\d+) (\d+:\d+)\n?$/.exec(text) ?? []
  if (word === '') throw unreadable(form, text)
  return {
    kind: isKind(word) ? kinds[word] : word,
    mode: mode.padStart(4, '0'),
    uid: Number(uid),
    gid: Number(gid),
    size: Number(size),
    identity,
  }
}

const form = "what stat -c '%F %a %u %g %s %d:%i' prints"

function isKind(word: string): word is keyof typeof kinds {
  return Object.hasOwn(kinds, word)
}
