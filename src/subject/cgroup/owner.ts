import { type Entry, parseEntries } from '../../kernel/directory-listing.ts'
import type { Fact, Source, ValueType } from '../../kernel/fact.ts'
import { lineThat, type Quote } from '../../kernel/quote.ts'

const source: Source = { read: 'command', argv: ['ls', '-lan', '{cgroup}'] }

const value: ValueType = {
  type: 'map',
  of: { type: 'count' },
  keys: {
    pattern: /^(directory|[a-z]+\.[\w.]+)$/,
    expected: '`directory`, or a file of the cgroup such as `cgroup.procs`',
  },
}

/** The owners of a cgroup: whoever owns its directory and cgroup.procs, but none of its limits, has been delegated it. */
export const owners: Readonly<Record<string, Fact>> = {
  owner: fact(
    ({ uid }) => uid,
    'Who owns its `directory` and each of its files, as the machine outside sees it: that user may make cgroups in it, and write to the file.',
  ),
  owner_group: fact(({ gid }) => gid, 'The group that owns its `directory` and each of its files.'),
}

function fact(pick: (entry: Entry) => number, means: string): Fact {
  return {
    value,
    sources: [source],
    parse: ([text = '']) =>
      Object.fromEntries(parseEntries(text).flatMap(entry => nameOf(entry).map(name => [name, pick(entry)]))),
    quote,
    means,
    manual: 'cgroup-v2: Delegation',
  }
}

/** `.` is the directory itself; other directories are cgroups of their own. */
function nameOf({ kind, name }: Entry): string[] {
  if (kind === 'd') return name === '.' ? ['directory'] : []
  return [name]
}

function quote(...[texts, quoted]: Parameters<Quote>): ReturnType<Quote> {
  const isAsked = (line: string) => parseEntries(line).some(entry => nameOf(entry)[0] === quoted.field)
  return lineThat(isAsked)(texts, quoted)
}
