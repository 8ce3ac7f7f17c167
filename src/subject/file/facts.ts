import { parseAttributes } from '../../kernel/extended-attribute.ts'
import type { Fact, Source, TextForm, Value, ValueType } from '../../kernel/fact.ts'
import { idInside, parseIdMap } from '../../kernel/id-map.ts'
import { lineOfElement, lineOfSpan, lineThat, wholeTexts } from '../../kernel/quote.ts'
import { fileKinds, parseStat, parseStatOfInode, type Stat, type StatOfInode } from '../../kernel/stat.ts'
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

const attributeName: TextForm = {
  pattern: /^(security|system|trusted|user)\../,
  expected: 'a class and a name, such as `user.comment`',
}

const quoteAttribute = lineThat((line, { field }) => field !== undefined && line.startsWith(`${field}=`))

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
  owner: seenFromBoth(
    'uid_map',
    ({ uid }) => uid,
    'Who its owner is in the user namespace of the process that sees it, and on the machine: 65534 inside is nobody known there.',
  ),
  group: seenFromBoth(
    'gid_map',
    ({ gid }) => gid,
    'Which group it has in the user namespace of the process that sees it, and on the machine.',
  ),
  size: fact({ type: 'size' }, stat => stat.size, 'How many bytes it holds.'),
  allocated: factOfInode(
    { type: 'size' },
    ({ allocated }) => allocated,
    'How many bytes it takes on its file system: holes take none, and a small file may take a block of 4KiB.',
  ),
  links: factOfInode({ type: 'count' }, ({ links }) => links, 'How many names it has.'),
  device: factOfInode(
    {
      type: 'text',
      form: { pattern: /^(\d+:\d+)?$/, expected: 'MAJOR:MINOR, such as "1:3", or an empty text' },
    },
    ({ device }) => device,
    'MAJOR:MINOR of the device that a special file stands for; empty for any other file. In an overlay, "0:0" is a whiteout: it hides a file of the layers below.',
  ),
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
  entries: {
    value: { type: 'list', of: { type: 'text' } },
    sources: [{ read: 'list', path }],
    parse: ([text = '']) => text.split('\n').filter(name => name !== ''),
    quote: lineOfElement,
    emptyFor: ['ENOENT', 'ENOTDIR', 'ELOOP'],
    means: 'The names in a directory, without `.` and `..`; none in any other file.',
    manual: 'readdir(3)',
  },
  xattrs: {
    value: { type: 'map', of: { type: 'text' }, keys: attributeName },
    sources: [{ read: 'xattrs', path }],
    parse: ([text = '']) => parseAttributes(text),
    quote: quoteAttribute,
    means:
      'Its extended attributes, such as `security.capability` or `trusted.overlay.opaque`. On a file system without them it has none.',
    manual: 'xattr(7)',
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
  return factOfText(value, text => pick(parseStat(text)), means)
}

function factOfInode(value: ValueType, pick: (stat: StatOfInode) => Value, means: string): Fact {
  return factOfText(value, text => pick(parseStatOfInode(text)), means)
}

function factOfText(value: ValueType, parse: (text: string) => Value, means: string): Fact {
  return {
    value,
    sources: [source],
    parse: ([text = '']) => parse(text),
    quote: wholeTexts,
    means,
    manual: 'inode(7)',
  }
}

/** An ID of the machine, and what the map of the user namespace of the process that sees the file makes of it. */
function seenFromBoth(map: 'uid_map' | 'gid_map', pick: (stat: Stat) => number, means: string): Fact {
  const count: ValueType = { type: 'count' }
  return {
    value: { type: 'record', fields: { inside: count, outside: count } },
    sources: [source, { read: 'file', path: `/proc/{pid}/${map}` }],
    parse: ([stat = '', map = '']) => {
      const outside = pick(parseStat(stat))
      return { inside: idInside(parseIdMap(map), outside), outside }
    },
    quote: wholeTexts,
    means,
    manual: 'user_namespaces(7)',
  }
}
