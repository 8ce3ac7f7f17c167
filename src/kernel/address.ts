import { unreadable } from '../linux/unreadable.ts'
import { type JsonObject, jsonList, jsonObject, quoteObjects } from './json-list.ts'

/** The states of a link: RFC 2863, as ip-link(8) prints them. */
export const linkStates = [
  'UP',
  'DOWN',
  'UNKNOWN',
  'LOWERLAYERDOWN',
  'DORMANT',
  'TESTING',
  'NOTPRESENT',
] as const

/** One network link, as `ip -j -d addr` says; ip-address(8). */
export interface Link {
  readonly name: string
  /** `loopback`, `ether`, or the kind of a virtual link: `veth`, `bridge`, `dummy`, … */
  readonly kind: string
  /** Operational state: whether it can carry packets. */
  readonly state: string
  /** Whether it was set up (`ip link set … up`). */
  readonly up: boolean
  readonly mtu: number
  /** Hardware address. */
  readonly mac: string
  /** `127.0.0.1/8`, `::1/128`. */
  readonly addresses: readonly string[]
  /** The bridge or bond it is a port of. */
  readonly master?: string
  /** The other end of a veth pair, where it is in the same namespace. */
  readonly peer?: string
}

export function parseAddresses(text: string): Link[] {
  return jsonList(text, form).map(link => linkOf(link, text))
}

/** Of the JSON, one link with its name and some more keys; where there is none of that name, the names of all. */
export function linkText(text: string, name: string | undefined, keys: readonly string[]): string {
  return quoteObjects(text, ({ ifname }) => ifname !== undefined && ifname === name, {
    meant: ['ifname', ...keys],
    others: ['ifname'],
  })
}

export function linkNamed(links: readonly Link[], name: string): Link | undefined {
  return links.find(link => link.name === name)
}

const form = 'the JSON that ip -j -d addr prints'

function linkOf(link: JsonObject, text: string): Link {
  const { ifname, mtu, operstate: state, link_type: type, address, master, link: peer } = link
  if (typeof ifname !== 'string' || typeof type !== 'string') throw unreadable(form, text)
  if (typeof mtu !== 'number' || typeof state !== 'string') throw unreadable(form, text)
  const kind = 'linkinfo' in link ? jsonObject(link.linkinfo, form, text).info_kind : undefined
  return {
    name: ifname,
    kind: typeof kind === 'string' ? kind : type,
    state,
    up: Array.isArray(link.flags) && link.flags.includes('UP'),
    mtu,
    mac: typeof address === 'string' ? address : '',
    addresses: addressesOf(link.addr_info, text),
    ...(typeof master === 'string' && { master }),
    ...(typeof peer === 'string' && { peer }),
  }
}

function addressesOf(json: unknown, text: string): string[] {
  if (!Array.isArray(json)) throw unreadable(form, text)
  return json.map(entry => {
    const { local, prefixlen } = jsonObject(entry, form, text)
    return `${local}/${prefixlen}`
  })
}
