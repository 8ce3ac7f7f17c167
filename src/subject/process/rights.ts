import { capabilities, capabilityNames } from '../../kernel/capability.ts'
import type { Fact, ValueType } from '../../kernel/fact.ts'
import { type IdRange, idInside, isInRange, parseIdMap } from '../../kernel/id-map.ts'
import { lineOf, lineOfElement, lineThat, type Piece, type Quote, wholeTexts } from '../../kernel/quote.ts'
import {
  type CapabilitySet,
  capabilityLines,
  parseStatus,
  type Status,
  seccompModes,
} from '../../kernel/status.ts'
import { unreadable } from '../../linux/unreadable.ts'
import { fromStatus, procFile } from './fact.ts'

const count: ValueType = { type: 'count' }
const list: ValueType = { type: 'list', of: { type: 'word', words: capabilities } }
const insideAndOutside: ValueType = { type: 'record', fields: { inside: count, outside: count } }
const ids: ValueType = {
  type: 'record',
  fields: { real: count, effective: count, saved: count, filesystem: count },
  bare: 'effective',
}
const idMap: ValueType = {
  type: 'list',
  of: { type: 'record', fields: { inside: count, outside: count, count } },
}

/** The ids and privileges of a process. */
export const rights = {
  user: {
    value: insideAndOutside,
    sources: [procFile('status'), procFile('uid_map')],
    parse: ([status = '', map = '']) => seenFromBoth(parseStatus(status).uid.effective, parseIdMap(map)),
    quote: quoteId('Uid', ({ uid }) => uid.effective),
    means:
      'Who it is inside its user namespace, and who that is on the machine: 0 inside may be anybody outside.',
    manual: 'user_namespaces(7)',
  },
  group: {
    value: insideAndOutside,
    sources: [procFile('status'), procFile('gid_map')],
    parse: ([status = '', map = '']) => seenFromBoth(parseStatus(status).gid.effective, parseIdMap(map)),
    quote: quoteId('Gid', ({ gid }) => gid.effective),
    means: 'Its group inside its user namespace, and which group that is on the machine.',
    manual: 'user_namespaces(7)',
  },
  uid: fromStatus(
    'Uid',
    ids,
    ({ uid }) => ({ ...uid }),
    'Its four user ids, as the machine outside sees them.',
  ),
  gid: fromStatus(
    'Gid',
    ids,
    ({ gid }) => ({ ...gid }),
    'Its four group ids, as the machine outside sees them.',
  ),
  uid_map: idMapFact('uid_map', 'Which user numbers inside its user namespace are which outside.'),
  gid_map: idMapFact('gid_map', 'Which group numbers inside its user namespace are which outside.'),
  groups: fromStatus(
    'Groups',
    { type: 'list', of: count },
    ({ groups }) => [...groups],
    'Its supplementary groups, as the machine outside sees them: it may do what any of them may.',
  ),
  setgroups: {
    value: { type: 'word', words: ['allow', 'deny'] },
    sources: [procFile('setgroups')],
    parse: ([text = '']) => parseSetgroups(text),
    quote: wholeTexts,
    means: 'Whether processes of its user namespace may change their supplementary groups.',
    manual: 'user_namespaces(7)',
  },
  capabilities: capabilityFact(
    'effective',
    'Its effective capabilities; in a user namespace, they apply only to what belongs to that namespace.',
  ),
  permitted_capabilities: capabilityFact('permitted', 'The capabilities it may make effective at any time.'),
  inheritable_capabilities: capabilityFact(
    'inheritable',
    'The capabilities it keeps when it runs a program whose file has them as inheritable.',
  ),
  bounding_capabilities: capabilityFact(
    'bounding',
    'The capabilities it could ever gain again, by running a program of root or otherwise.',
  ),
  ambient_capabilities: capabilityFact(
    'ambient',
    'The capabilities it keeps when it runs an ordinary program without being root.',
  ),
  no_new_privs: {
    ...fromStatus(
      'NoNewPrivs',
      { type: 'flag' },
      ({ noNewPrivs }) => noNewPrivs,
      'Whether running another program can no longer give it more rights.',
    ),
    manual: 'PR_SET_NO_NEW_PRIVS(2const)',
  },
  seccomp: {
    ...fromStatus(
      'Seccomp',
      { type: 'word', words: seccompModes },
      ({ seccomp }) => seccomp,
      'Whether its system calls are filtered.',
    ),
    manual: 'seccomp(2)',
  },
} satisfies Record<string, Fact>

function capabilityFact(set: CapabilitySet, means: string): Fact {
  const fact = fromStatus(
    capabilityLines[set],
    list,
    ({ capabilities }) => capabilityNames(capabilities[set]),
    means,
  )
  return { ...fact, manual: 'capabilities(7)' }
}

function parseSetgroups(text: string): string {
  if (!/^(allow|deny)\n$/.test(text)) throw unreadable('allow or deny', text)
  return text.trim()
}

function idMapFact(name: string, means: string): Fact {
  return {
    value: idMap,
    sources: [procFile(name)],
    parse: ([text = '']) => parseIdMap(text),
    quote: lineOfElement,
    means,
    manual: 'user_namespaces(7)',
  }
}

/** /proc shows ids as seen from the reader's user namespace; the map translates them to those inside. */
function seenFromBoth(outside: number, map: readonly IdRange[]) {
  return { inside: idInside(map, outside), outside }
}

/** The line of ids, and the line of the map that has the effective one. */
function quoteId(key: string, pick: (status: Status) => number): Quote {
  return (texts, quoted) => {
    const [status = '', map = ''] = texts
    const outside = pick(parseStatus(status))
    const inMap = lineThat(line => parseIdMap(line).some(range => isInRange(range, outside)))([map], quoted)
    return [...lineOf(key)([status], quoted), ...inMap.map((piece): Piece => ({ ...piece, source: 1 }))]
  }
}
