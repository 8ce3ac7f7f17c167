import type { Address } from '../address.ts'
import { Torn, UnsupportedKernel } from '../failure.ts'
import type { Kernel } from '../kernel.ts'
import { identity } from './namespaces.ts'
import { ring } from './ring.ts'

/** The link that another one names as what it is connected to: `eth0@if5`. */
export interface Peer {
  readonly peer?: string
  readonly peerIndex?: number
  readonly peerNamespace?: string
}

/** Kinds whose links are on another one. */
const stacked = ['vlan', 'macvlan', 'macvtap', 'ipvlan', 'ipvtap']

/** Nothing for a link that is connected to none. Throws `UnsupportedKernel` for a kind that is not known. */
export function linkPeer(kernel: Kernel, link: Address, kind: string | undefined): Peer {
  const operations = kernel.follow(link, 'net_device.netdev_ops')
  if (kernel.pointer(operations, 'net_device_ops.ndo_get_iflink') === 0) return {}
  const other = otherEnd(kernel, link, kind)
  if (other === 0) return {}
  const peerIndex = kernel.number(other, 'net_device.ifindex')
  const [own, its] = [link, other].map(each => kernel.follow(each, 'net_device.nd_net.net')) as [
    number,
    number,
  ]
  return own === its
    ? { peer: kernel.text(other, 'net_device.name'), peerIndex }
    : { peerIndex, peerNamespace: identity('net', kernel.number(its, 'net.ns.inum')) }
}

function otherEnd(kernel: Kernel, link: Address, kind = 'an unknown kind'): Address {
  if (kind === 'veth') return otherEndOfPair(kernel, link)
  if (!stacked.includes(kind)) throw new UnsupportedKernel(`peer of ${kind}`)
  const [below] = ring(kernel, kernel.at(link, 'net_device.adj_list.lower'), 'netdev_adjacent.list')
  return below === undefined ? 0 : kernel.follow(below, 'netdev_adjacent.dev')
}

/**
 * The driver of pairs is a module, whose structures the kernel's own BTF does not have. The first thing that it keeps of a link is the other end, and only
 * what points back is believed.
 */
function otherEndOfPair(kernel: Kernel, link: Address): Address {
  const other = kernel.pointerAt(privateOf(kernel, link))
  if (other !== 0 && kernel.pointerAt(privateOf(kernel, other)) !== link)
    throw new Torn('the other end of a pair is not')
  return other
}

/** What a driver keeps is behind the link itself, at a multiple of NETDEV_ALIGN. */
function privateOf(kernel: Kernel, link: Address): Address {
  if (kernel.has('net_device.priv[]')) return kernel.at(link, 'net_device.priv[]')
  return link + Math.ceil(kernel.sizeOf('net_device') / alignment) * alignment
}

const alignment = 32
