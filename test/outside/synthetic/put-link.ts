import type { Address } from '../../../src/outside/address.ts'
import type { SyntheticGuest } from './guest.ts'

export interface PutLink {
  readonly index: number
  readonly name: string
  readonly namespace: Address
  /** Of a virtual link. */
  readonly kind?: string
  /** ARPHRD_…; default: a card for Ethernet. */
  readonly type?: number
  /** Whether its driver can be asked for another link. */
  readonly isConnected?: true
}

export function putLink(
  { make, set, point, pointToText, link, kernel }: SyntheticGuest,
  { index, name, namespace, kind, type = 1, isConnected }: PutLink,
): Address {
  const [device, operations] = [make(), make()]
  set(device, 'net_device.ifindex', index)
  set(device, 'net_device.name', name)
  set(device, 'net_device.type', type)
  point(device, 'net_device.nd_net.net', namespace)
  point(device, 'net_device.netdev_ops', operations)
  if (isConnected) point(operations, 'net_device_ops.ndo_get_iflink', operations)
  if (kind !== undefined) {
    const ofKind = make()
    point(device, 'net_device.rtnl_link_ops', ofKind)
    pointToText(ofKind, 'rtnl_link_ops.kind', kind)
  }
  for (const side of ['upper', 'lower'] as const)
    link(kernel().at(device, `net_device.adj_list.${side}`), [], 'netdev_adjacent.list')
  return device
}

/** Makes these the links of a namespace. */
export const putLinks = ({ link, kernel }: SyntheticGuest, namespace: Address, links: readonly Address[]) =>
  link(kernel().at(namespace, 'net.dev_base_head'), links, 'net_device.dev_list')

/** Puts one link above or below another. */
export function putNextTo(
  { make, set, point, link, kernel }: SyntheticGuest,
  device: Address,
  side: 'upper' | 'lower',
  { other, isMaster }: { other: Address; isMaster?: true },
): void {
  const entry = make()
  point(entry, 'netdev_adjacent.dev', other)
  set(entry, 'netdev_adjacent.master', isMaster ? 1 : 0)
  link(kernel().at(device, `net_device.adj_list.${side}`), [entry], 'netdev_adjacent.list')
}

/** Makes two links the ends of a pair. */
export function putPair({ point }: SyntheticGuest, one: Address, other: Address): void {
  point(one, 'net_device.priv[]', other, 0)
  point(other, 'net_device.priv[]', one, 0)
}
