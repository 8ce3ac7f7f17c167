import type { Binding } from '../../evidence/binding.ts'
import type { Fact, Source, Value, ValueType } from '../../kernel/fact.ts'
import { lineThat, type Quote, wholeTexts } from '../../kernel/quote.ts'
import { type FileSystemUse, parseStatfs } from '../../kernel/statfs.ts'
import {
  type Mount,
  mountAt,
  mountOptions,
  parseMountinfo,
  parseMountLine,
  propagations,
} from '../../linux/mountinfo.ts'
import { unreadable } from '../../linux/unreadable.ts'
import type { Presence } from '../presence.ts'

const manual = 'proc_pid_mountinfo(5)'
const source: Source = { read: 'file', path: '/proc/{pid}/mountinfo' }

/** The line of the mount that is seen there, not of those that it covers. */
const quote: Quote = (texts, quoted) => {
  const mount = findMount(texts[0] ?? '', quoted.binding)
  return lineThat(line => parseMountLine(line).id === mount?.id)(texts, quoted)
}

export const presence: Presence = {
  value: { type: 'flag' },
  sources: [source],
  gone: [],
  parse: ([text = ''], bound) => findMount(text, bound) !== undefined,
  quote,
  missing: 'nothing is mounted on {path}',
  means: 'Whether anything is mounted on this very path.',
  manual: 'proc_pid_mountinfo(5)',
  facts: { exists: false },
}

export const facts: Readonly<Record<string, Fact>> = {
  exists: presence,
  type: fact(
    { type: 'text' },
    mount => mount.type,
    'The type of the file system: ext4, tmpfs, overlay, proc, ….',
  ),
  source: fact(
    { type: 'text' },
    mount => mount.source,
    'What is mounted: a disk, or a name for file systems without one.',
  ),
  root: fact(
    { type: 'text' },
    mount => mount.root,
    'The directory of that file system seen here; other than / it is a bind mount of a part.',
  ),
  options: fact(
    { type: 'list', of: { type: 'word', words: mountOptions } },
    mount => mount.options,
    'Options of this mount alone, such as ro, nosuid, nodev, noexec.',
  ),
  super_options: fact(
    { type: 'list', of: { type: 'text' } },
    mount => mount.superOptions,
    'Options of the file system, the same wherever it is mounted, such as lowerdir=… of an overlay.',
  ),
  size: use(({ size }) => size, 'How many bytes its file system can hold.'),
  used: use(
    ({ used }) => used,
    'How many bytes of its file system are in use, by all files on it, wherever it is mounted.',
  ),
  propagation: {
    ...fact(
      { type: 'word', words: propagations },
      mount => mount.propagation,
      'Whether what is mounted below it is passed on to other namespaces (shared), received from them (slave), or neither.',
    ),
    manual: 'mount_namespaces(7)',
  },
}

function fact(value: ValueType, pick: (mount: Mount) => Value, means: string): Fact {
  return {
    value,
    sources: [source],
    parse: ([text = ''], bound) => {
      const found = findMount(text, bound)
      if (!found) throw unreadable(`a mount on ${bound.path}`, text)
      return pick(found)
    },
    quote,
    means,
    manual,
  }
}

function use(pick: (use: FileSystemUse) => Value, means: string): Fact {
  return {
    value: { type: 'size' },
    sources: [{ read: 'statfs', path: '/proc/{pid}/root{path}' }],
    parse: ([text = '']) => pick(parseStatfs(text)),
    quote: wholeTexts,
    means,
    manual: 'statfs(2)',
  }
}

function findMount(text: string, { path = '/' }: Binding): Mount | undefined {
  return mountAt(parseMountinfo(text), path)
}
