import type { Fact, Source, Value, ValueType } from '../../kernel/fact.ts'
import { lineOfSpan, wholeTexts } from '../../kernel/quote.ts'
import { fileKinds, parseStat, type Stat } from '../../kernel/stat.ts'
import type { Presence } from '../presence.ts'

const path = '/proc/{pid}/root{path}'
const source: Source = { read: 'stat', path }

export const presence: Presence = {
  value: { type: 'flag' },
  sources: [source],
  gone: ['ENOENT', 'ENOTDIR', 'ELOOP'],
  parse: ([text = '']) => parseStat(text).kind !== undefined,
  quote: wholeTexts,
  missing: 'there is no file {path}',
  means: 'Whether there is a file, directory or anything else of this name.',
  manual: 'stat(2)',
  facts: { exists: false },
}

export const facts: Readonly<Record<string, Fact>> = {
  exists: presence,
  kind: fact({ type: 'word', words: fileKinds }, stat => stat.kind, 'What kind of file it is.'),
  mode: fact(
    { type: 'text', form: { pattern: /^[0-7]{4}$/, expected: 'four octal digits, such as "0644"' } },
    stat => stat.mode,
    'Who may read, write and run it: four octal digits, such as "0644".',
  ),
  uid: fact({ type: 'count' }, stat => stat.uid, 'The number of its owner, as the machine outside sees it.'),
  gid: fact({ type: 'count' }, stat => stat.gid, 'The number of its group, as the machine outside sees it.'),
  size: fact({ type: 'size' }, stat => stat.size, 'How many bytes it holds.'),
  identity: fact(
    { type: 'text', form: { pattern: /^\d+:\d+$/, expected: 'DEVICE:INODE, such as "64768:131"' } },
    stat => stat.identity,
    'DEVICE:INODE, the same for two names of one file: seen through a bind mount it stays, copied it changes.',
  ),
  content: {
    value: { type: 'text' },
    sources: [{ read: 'file', path }],
    parse: ([text = '']) => text,
    quote: lineOfSpan,
    // Its presence is judged before: what is there and leads nowhere is a symbolic link.
    emptyFor: ['ENOENT', 'ENOTDIR', 'ELOOP'],
    means: 'Everything that the file holds, as text; nothing where a symbolic link leads nowhere.',
    manual: 'read(2)',
  },
  target: {
    value: { type: 'text' },
    sources: [{ read: 'link', path }],
    parse: ([text = '']) => text.replace(/\n$/, ''),
    quote: wholeTexts,
    means: 'Where the symbolic link points.',
    manual: 'symlink(7)',
  },
}

function fact(value: ValueType, pick: (stat: Stat) => Value, means: string): Fact {
  return {
    value,
    sources: [source],
    parse: ([text = '']) => pick(parseStat(text)),
    quote: wholeTexts,
    means,
    manual: 'inode(7)',
  }
}
