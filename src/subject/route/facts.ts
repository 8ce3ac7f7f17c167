import type { Fact, Value, ValueType } from '../../kernel/fact.ts'
import { type Route, routeKinds, routeScopes, routeText, routeTo } from '../../kernel/route.ts'
import { type Listing, listedFact, listedPresence } from '../listed.ts'
import type { Presence } from '../presence.ts'

/** Routes of IPv6 and of other tables are in none of the files of /proc that everybody has. */
const listing: Listing<Route> = {
  source: {
    read: 'command',
    argv: ['ip', '-j', '-d', 'route', 'show', 'table', 'all'],
    inside: { pid: '{pid}', namespaces: ['net'] },
  },
  noun: 'a route to',
  find: routeTo,
  show: routeText,
  manual: 'ip-route(8)',
}

export const presence: Presence = listedPresence(listing, {
  missing: 'there is no route to {name}',
  means: 'Whether the main table has a route to exactly this destination.',
})

const text: ValueType = { type: 'text' }

export const facts: Readonly<Record<string, Fact>> = {
  exists: presence,
  kind: fact(
    { type: 'word', words: routeKinds },
    ({ kind }) => kind,
    'What becomes of a packet for it: sent on (unicast), dropped in silence (blackhole), refused (unreachable, prohibit).',
    ['type'],
  ),
  via: fact(
    text,
    ({ via }) => via,
    'The next router, or several, joined by commas; empty where the destination is on the link itself.',
    ['gateway', 'via', 'nexthops'],
  ),
  dev: fact(text, ({ dev }) => dev, 'The link that packets leave by, or several, joined by commas.', [
    'dev',
    'nexthops',
  ]),
  source: fact(
    text,
    ({ source }) => source,
    'The source address of packets whose sender chose none; empty where the route sets none.',
    ['prefsrc'],
  ),
  scope: fact(
    { type: 'word', words: routeScopes },
    ({ scope }) => scope,
    'How far the destination is: on the link, on this host, or behind a router (global).',
    ['scope'],
  ),
  protocol: fact(
    text,
    ({ protocol }) => protocol,
    'Who made it: the kernel itself for an address (kernel), ip(8) (boot), a DHCP client (dhcp), ….',
    ['protocol'],
  ),
  metric: fact(
    { type: 'count' },
    ({ metric }) => metric,
    'Its preference: of several routes to one destination the lowest is used, and is this one.',
    ['metric'],
  ),
}

function fact(value: ValueType, pick: (route: Route) => Value, means: string, keys: readonly string[]): Fact {
  return listedFact(listing, value, pick, means, keys)
}
