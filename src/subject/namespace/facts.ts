import type { Fact, Source, Value, ValueType } from '../../kernel/fact.ts'
import { namespaceNames, parseNamespaceLink } from '../../kernel/namespace.ts'
import { namespacesFact } from '../../kernel/namespace-fact.ts'
import { type NamespaceRow, parseNamespaceRow } from '../../kernel/namespace-row.ts'
import { ofProcess } from '../../kernel/outside-fact.ts'
import { wholeTexts } from '../../kernel/quote.ts'
import { parseNumber } from '../../kernel/single.ts'
import { withOutside } from '../../kernel/with-outside.ts'
import { unreadable } from '../../linux/unreadable.ts'
import type { Presence } from '../presence.ts'
import { outside } from './outside.ts'

const path = '/proc/{pid}{path}'
const source: Source = { read: 'namespace', path }
const namespace: ValueType = { type: 'namespace' }

export const presence: Presence = {
  value: { type: 'flag' },
  sources: [source],
  // A file that no namespace is mounted on is any file: ENOTTY.
  gone: ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENOTTY'],
  parse: ([text = '']) => parseNamespaceRow(text).members >= 0,
  quote: wholeTexts,
  missing: 'there is no namespace {name}',
  means: 'Whether the file stands for a namespace, which it keeps even if no process is in it.',
  manual: 'namespaces(7)',
  facts: { exists: false },
}

/** The namespace of a process that is of the kind `user`: an owner is compared with it. */
const userNamespace: Fact = {
  ...namespacesFact,
  value: namespace,
  outside: ofProcess('namespaces.user', ({ namespaces }) => namespaces.user),
  sources: [{ read: 'link', path: '/proc/{pid}/ns/user' }],
  parse: ([text = '']) => parseNamespaceLink(text, 'user'),
}

const all = {
  exists: presence,
  kind: fact(
    { type: 'word', words: namespaceNames },
    ({ kind }) => kind,
    'What kind of namespace it is, by its name in /proc/PID/ns.',
  ),
  identity: {
    ...fact(
      record(namespaceNames),
      ({ kind, identity }) => ({ [kind]: identity }),
      'Which namespace it is, behind its kind: processes are in it if their namespace of this kind is the same.',
    ),
    comparedWith: namespacesFact,
  },
  members: fact({ type: 'count' }, ({ members }) => members, 'How many processes are in it.'),
  owner: {
    ...fact(
      namespace,
      ({ owner }) => {
        if (owner === undefined) throw unreadable('a namespace that has an owner', 'the first user namespace')
        return owner
      },
      'The user namespace that owns it: capabilities over it are those that a process has there.',
    ),
    manual: 'ioctl_nsfs(2)',
    comparedWith: userNamespace,
  },
  parent: {
    ...fact(
      record(['pid', 'user']),
      ({ kind, parent }) => (parent === undefined ? {} : { [kind]: parent }),
      'The namespace in which it was made, behind its kind: only PID and user namespaces have one.',
    ),
    manual: 'ioctl_nsfs(2)',
    comparedWith: namespacesFact,
  },
  creator: {
    value: { type: 'count' },
    sources: [{ read: 'namespace-creator', path }],
    parse: ([text = '']) => parseNumber(text),
    quote: wholeTexts,
    means:
      'The user, by number on the machine, who made it, if it is a user namespace, or else the one that owns it: who has all capabilities there.',
    manual: 'ioctl_nsfs(2)',
  },
} satisfies Record<string, Fact>

export const facts: Readonly<Record<string, Fact>> = withOutside(all, outside)

function fact(value: ValueType, pick: (row: NamespaceRow) => Value, means: string): Fact {
  return {
    value,
    sources: [source],
    parse: ([text = '']) => pick(parseNamespaceRow(text)),
    quote: wholeTexts,
    means,
    manual: 'namespaces(7)',
  }
}

function record(kinds: readonly string[]): ValueType {
  return { type: 'record', fields: Object.fromEntries(kinds.map(kind => [kind, namespace])) }
}
