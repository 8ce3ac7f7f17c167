import { unreadable } from '../linux/unreadable.ts'
import { type JsonObject, jsonList, jsonObject, quoteObjects } from './json-list.ts'

/** What the kernel does with a packet for the destination; rtnetlink(7). */
export const routeKinds = [
  'unicast',
  'local',
  'broadcast',
  'multicast',
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
] as const

export const routeScopes = ['global', 'site', 'link', 'host', 'nowhere'] as const

/** One route of the main table, as `ip -j -d route show table all` says; ip-route(8). */
export interface Route {
  readonly kind: string
  /** The next hop, or several, joined by commas; empty where the destination is on the link itself. */
  readonly via: string
  /** The same of the links. */
  readonly dev: string
  /** The address that packets get as their source, unless the sender chose one; empty where none is set. */
  readonly source: string
  readonly scope: string
  /** Who made it: `kernel`, `boot` (ip(8)), `static`, `dhcp`, … */
  readonly protocol: string
  /** Of several routes to one destination the lowest counts. */
  readonly metric: number
}

/** The route of the main table to a destination that is written as `default`, `::/0`, an address, or a prefix. */
export function routeTo(text: string, destination: string): Route | undefined {
  const routes = jsonList(text, form).filter(leadsTo(destination))
  return routes.map(route => routeOf(route, text)).sort((a, b) => a.metric - b.metric)[0]
}

/** Of the JSON, the routes to a destination with some of their keys; where there is none, the destinations of the main table. */
export function routeText(text: string, destination: string, keys: readonly string[]): string {
  return quoteObjects(text, leadsTo(destination), { meant: ['dst', ...keys], others: ['dst', 'dev'] })
}

function leadsTo(destination: string) {
  const [dst = '', isIpv6] = asPrinted(destination)
  return (route: JsonObject) => route.table === 'main' && route.dst === dst && isIpv6 === isOfIpv6(route)
}

/** ip(8) prints `default` for both families, and an address without the length of its prefix where that is all of it. */
function asPrinted(destination: string): [dst: string, isIpv6: boolean] {
  const isIpv6 = destination.includes(':')
  const all = isIpv6 ? '::/0' : '0.0.0.0/0'
  return [destination === all ? 'default' : destination.replace(isIpv6 ? /\/128$/ : /\/32$/, ''), isIpv6]
}

/** Every route of IPv6 has a preference (RFC 4191). */
const isOfIpv6 = (route: JsonObject) => 'pref' in route

const form = 'the JSON that ip -j -d route prints'

function routeOf(route: JsonObject, text: string): Route {
  const { type, scope, protocol, metric = 0, prefsrc = '' } = route
  if (typeof type !== 'string' || typeof scope !== 'string' || typeof protocol !== 'string')
    throw unreadable(form, text)
  if (typeof metric !== 'number' || typeof prefsrc !== 'string') throw unreadable(form, text)
  const hops = Array.isArray(route.nexthops)
    ? route.nexthops.map(hop => jsonObject(hop, form, text))
    : [route]
  return {
    kind: type,
    via: joined(hops.map(viaOf)),
    dev: joined(hops.map(({ dev }) => dev)),
    source: prefsrc,
    scope,
    protocol,
    metric,
  }
}

/** The next hop of an IPv4 route may be an IPv6 address, which stands elsewhere. */
function viaOf({ gateway, via }: JsonObject): unknown {
  return gateway ?? (typeof via === 'object' && via !== null ? (via as JsonObject).host : undefined)
}

const joined = (words: readonly unknown[]) => words.filter(word => typeof word === 'string').join(',')
