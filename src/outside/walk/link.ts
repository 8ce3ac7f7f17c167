import { ipText } from '../../linux/ip-text.ts'
import type { Address } from '../address.ts'
import { Torn, UnsupportedKernel } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import { linkPeer, type Peer } from './link-peer.ts'
import { partsOf } from './parts.ts'
import { ring } from './ring.ts'

/** A network link, with the names and values of what `ip -d addr` tells of it: ip-link(8). */
export interface Link {
  readonly index: number
  readonly name: string
  /** `loopback`, `ether`, or the kind of a virtual link: `veth`, `bridge`, `dummy`, … */
  readonly kind?: string
  /** Operational state: whether it can carry packets. */
  readonly state?: string
  /** Whether it was set up (`ip link set … up`). */
  readonly up: boolean
  readonly mtu: number
  /** Hardware address; empty where there is none. */
  readonly mac?: string
  /** `127.0.0.1/8`, `::1/128`. */
  readonly addresses: readonly string[]
  /** The bridge or bond it is a port of. */
  readonly master?: string
  /** The other end of a veth pair, or the link that a VLAN and its like are on, where it is in the same namespace. */
  readonly peer?: string
  /** The same by its index, in whichever namespace it is. */
  readonly peerIndex?: number
  /** Where it is, if that is another namespace. */
  readonly peerNamespace?: string
  /** Members that cannot be told of this link, each with the reason. */
  readonly unsupported: Readonly<Record<string, string>>
}

/** The links of a network namespace, in the order of their index. */
export function linkList(kernel: Kernel, namespace: Address): Link[] {
  const links = ring(kernel, kernel.at(namespace, 'net.dev_base_head'), 'net_device.dev_list')
  return links.map(link => readLink(kernel, link)).sort((one, other) => one.index - other.index)
}

export function ipForward(kernel: Kernel, namespace: Address): number {
  const all = kernel.follow(namespace, 'net.ipv4.devconf_all')
  return kernel.numberIn(all, 'ipv4_devconf.data[]', kernel.enumerator('IPV4_DEVCONF_FORWARDING') - 1)
}

function readLink(kernel: Kernel, link: Address): Link {
  const { told, unsupported } = partsOf<Pick<Link, 'kind' | 'state' | 'mac' | 'master'>>({
    kind: () => kindOf(kernel, link),
    state: () => stateOf(kernel, link),
    mac: () => macOf(kernel, link),
    master: () => masterOf(kernel, link),
  })
  const end = partsOf<{ peer: Peer }>({ peer: () => linkPeer(kernel, link, told.kind) })
  return {
    index: kernel.number(link, 'net_device.ifindex'),
    name: kernel.text(link, 'net_device.name'),
    up: (kernel.number(link, 'net_device.flags') & isUp) !== 0,
    mtu: kernel.number(link, 'net_device.mtu'),
    addresses: [...addressesOfVersion4(kernel, link), ...addressesOfVersion6(kernel, link)],
    ...told,
    ...end.told.peer,
    unsupported: { ...unsupported, ...end.unsupported },
  }
}

/** IFF_UP of include/uapi/linux/if.h. */
const isUp = 1

/** ARPHRD_ETHER and ARPHRD_LOOPBACK of include/uapi/linux/if_arp.h. */
const hardware: Readonly<Record<number, string>> = { 1: 'ether', 772: 'loopback' }

function kindOf(kernel: Kernel, link: Address): string {
  const operations = kernel.pointer(link, 'net_device.rtnl_link_ops')
  if (operations !== 0) return kernel.textBehind(operations, 'rtnl_link_ops.kind')
  return hardwareOf(kernel, link)
}

function hardwareOf(kernel: Kernel, link: Address): string {
  const type = kernel.number(link, 'net_device.type')
  const name = hardware[type]
  if (name === undefined) throw new UnsupportedKernel(`hardware of type ${type}`)
  return name
}

/** RFC 2863, in the order of IF_OPER_UNKNOWN and its like in include/uapi/linux/if.h. */
const states = ['UNKNOWN', 'NOTPRESENT', 'DOWN', 'LOWERLAYERDOWN', 'TESTING', 'DORMANT', 'UP']

/** A link that was not started is down, whatever it was. */
function stateOf(kernel: Kernel, link: Address): string {
  const isStarted =
    Math.floor(kernel.number(link, 'net_device.state') / 2 ** kernel.enumerator('__LINK_STATE_START')) % 2 ===
    1
  if (!isStarted) return 'DOWN'
  const state = states[kernel.number(link, 'net_device.operstate')]
  if (state === undefined) throw new Torn('a link in no state')
  return state
}

/** MAX_ADDR_LEN of include/linux/netdevice.h. */
const longestAddress = 32

function macOf(kernel: Kernel, link: Address): string {
  const length = kernel.number(link, 'net_device.addr_len')
  if (length > longestAddress) throw new Torn(`a hardware address of ${length} bytes`)
  if (length === 0) return ''
  hardwareOf(kernel, link) // tunnels have IP addresses there
  const digits = kernel.digits(kernel.follow(link, 'net_device.dev_addr'), length)
  return digits.replace(/(..)(?=.)/g, '$1:')
}

/** The first of the links above it, if that is one which has it as a port. */
function masterOf(kernel: Kernel, link: Address): string | undefined {
  const [above] = ring(kernel, kernel.at(link, 'net_device.adj_list.upper'), 'netdev_adjacent.list')
  if (above === undefined || kernel.number(above, 'netdev_adjacent.master') === 0) return undefined
  return kernel.text(kernel.follow(above, 'netdev_adjacent.dev'), 'net_device.name')
}

/** More than anybody gives to a link. */
const mostAddresses = 10_000

function addressesOfVersion4(kernel: Kernel, link: Address): string[] {
  const device = kernel.pointer(link, 'net_device.ip_ptr')
  if (device === 0) return []
  const addresses: string[] = []
  let next = kernel.pointer(device, 'in_device.ifa_list')
  while (next !== 0) {
    if (addresses.length >= mostAddresses) throw new Torn('a list of addresses without an end')
    const digits = kernel.digits(kernel.at(next, 'in_ifaddr.ifa_local'), 4)
    addresses.push(`${ipText(digits)}/${kernel.number(next, 'in_ifaddr.ifa_prefixlen')}`)
    next = kernel.pointer(next, 'in_ifaddr.ifa_next')
  }
  return addresses
}

function addressesOfVersion6(kernel: Kernel, link: Address): string[] {
  const device = kernel.pointer(link, 'net_device.ip6_ptr')
  if (device === 0) return []
  return ring(kernel, kernel.at(device, 'inet6_dev.addr_list'), 'inet6_ifaddr.if_list').map(address => {
    const digits = kernel.digits(kernel.at(address, 'inet6_ifaddr.addr'), 16)
    return `${ipText(digits)}/${kernel.number(address, 'inet6_ifaddr.prefix_len')}`
  })
}
