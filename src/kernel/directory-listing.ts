import { unreadable } from '../linux/unreadable.ts'

/** An entry of a directory. */
export interface Entry {
  /** The letter that ls(1) begins the line with: `d` for a directory, `-` for a file. */
  readonly kind: string
  readonly uid: number
  readonly gid: number
  readonly name: string
}

/** What `ls -lan` prints of a directory: a line for each entry, after one with the total. */
export function parseEntries(text: string): Entry[] {
  return text
    .split('\n')
    .filter(line => line !== '' && !/^total \d+$/.test(line))
    .map(line => {
      const [, kind, uid, gid, name] =
        /^([-a-z])\S{9,10} +\d+ +(\d+) +(\d+) +(?:\d+|\d+, *\d+) \w{3} +\d+ +[\d:]+ (.+)$/.exec(line) ?? []
      if (kind === undefined || name === undefined) throw unreadable('what ls -lan prints', text)
      return { kind, uid: Number(uid), gid: Number(gid), name }
    })
}
