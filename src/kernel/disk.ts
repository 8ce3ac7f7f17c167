import { unreadable } from '../linux/unreadable.ts'
import type { Value } from './fact.ts'

/** What `lsblk -bdnro NAME,MAJ:MIN,SIZE,RO` prints: a line for each disk, with its number as io.max names it. */
export function parseDisks(text: string): Value {
  return Object.fromEntries(
    text
      .split('\n')
      .filter(line => line !== '')
      .map(line => {
        const [, name = '', number = '', size, readOnly] = /^(\S+) (\d+:\d+) (\d+) ([01])$/.exec(line) ?? []
        if (name === '') throw unreadable('lines NAME MAJOR:MINOR SIZE RO of lsblk', text)
        return [name, { number, size: Number(size), read_only: readOnly === '1' }]
      }),
  )
}
