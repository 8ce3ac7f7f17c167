import type { Fact, Value, ValueType } from '../../kernel/fact.ts'
import { type Neighbour, neighbourOf, neighbourStates, neighbourText } from '../../kernel/neighbour.ts'
import { type Listing, listedFact, listedPresence } from '../listed.ts'
import type { Presence } from '../presence.ts'

const listing: Listing<Neighbour> = {
  source: {
    read: 'command',
    argv: ['ip', '-j', 'neigh', 'show', 'nud', 'all'],
    inside: { pid: '{pid}', namespaces: ['net'] },
  },
  noun: 'a neighbour',
  find: neighbourOf,
  show: neighbourText,
  manual: 'ip-neighbour(8)',
}

export const presence: Presence = listedPresence(listing, {
  missing: 'the neighbour table has no {name}',
  means: 'Whether the neighbour table has an entry for this address, in whatever state.',
})

export const facts: Readonly<Record<string, Fact>> = {
  exists: presence,
  mac: fact(
    { type: 'text' },
    ({ mac }) => mac,
    'Its hardware address, as ARP or neighbour discovery found it; empty as long as it is not known.',
    ['lladdr'],
  ),
  dev: fact({ type: 'text' }, ({ dev }) => dev, 'The link on which it is.', ['dev']),
  state: fact(
    { type: 'word', words: neighbourStates },
    ({ state }) => state,
    'How sure the kernel is of it: just confirmed (REACHABLE), confirmed a while ago (STALE), being asked (INCOMPLETE, PROBE), without answer (FAILED).',
    ['state'],
  ),
}

function fact(
  value: ValueType,
  pick: (neighbour: Neighbour) => Value,
  means: string,
  keys: readonly string[],
): Fact {
  return listedFact(listing, value, pick, means, keys)
}
