import t from 'tap'
import { ipForward, linkList } from '../../../src/outside/walk/link.ts'
import { syntheticGuest } from '../synthetic/guest.ts'
import { type PutLink, putLink, putLinks, putNextTo, putPair } from '../synthetic/put-link.ts'

/** A guest with two network namespaces, and a way to read the links that a test has put into the first. */
function aNetwork(difference = {}) {
  const guest = syntheticGuest(difference)
  const [here, there] = [guest.make(), guest.make()]
  guest.set(there, 'net.ns.inum', 4026532300)
  const links: number[] = []
  const put = (link: Partial<PutLink>) => {
    const device = putLink(guest, { index: links.length + 1, name: 'eth', namespace: here, ...link })
    if (link.namespace === undefined) links.push(device)
    putLinks(guest, here, links)
    return device
  }
  return { guest, here, there, put, read: () => linkList(guest.kernel(), here) }
}

t.test('links are read as ip -d addr has them', async t => {
  const { guest, put, read } = aNetwork()
  const { set, point, make, memory, map, link, kernel } = guest
  put({ name: 'br0', index: 7, kind: 'bridge' })
  const device = put({ name: 'eth0', index: 2 })
  const [mac, ip, six, inner] = [make(), make(), make(), make()]
  memory.write(mac - map.directMap, Buffer.from([2, 0, 0, 0, 0, 0xfe]))
  set(device, 'net_device.addr_len', 6)
  point(device, 'net_device.dev_addr', mac)
  set(device, 'net_device.flags', 0x1043)
  set(device, 'net_device.mtu', 1500)
  set(device, 'net_device.state', 1 << (map.enumerators.__LINK_STATE_START ?? 0))
  set(device, 'net_device.operstate', 6)
  point(device, 'net_device.ip_ptr', ip)
  point(ip, 'in_device.ifa_list', inner)
  set(inner, 'in_ifaddr.ifa_local', 0x0301a8c0)
  set(inner, 'in_ifaddr.ifa_prefixlen', 24)
  point(device, 'net_device.ip6_ptr', six)
  const address = make()
  memory.write(
    address - map.directMap + (map.places['inet6_ifaddr.addr']?.offset ?? 0),
    Buffer.from('fd000000000000000000000000000012', 'hex'),
  )
  set(address, 'inet6_ifaddr.prefix_len', 64)
  link(kernel().at(six, 'inet6_dev.addr_list'), [address], 'inet6_ifaddr.if_list')
  const [first, second] = read()
  t.same(first, {
    ...{ index: 2, name: 'eth0', kind: 'ether', state: 'UP', up: true, mtu: 1500, mac: '02:00:00:00:00:fe' },
    addresses: ['192.168.1.3/24', 'fd00::12/64'],
    unsupported: {},
  })
  t.match(second, { index: 7, name: 'br0', kind: 'bridge', state: 'DOWN', up: false, mac: '', addresses: [] })
})

t.test('the other end of a pair, here and in another namespace', async t => {
  const { guest, there, put, read } = aNetwork()
  const veth = { kind: 'veth', isConnected: true } as const
  const [one, two, far] = [
    put({ ...veth, name: 'one' }),
    put({ ...veth, name: 'two' }),
    put({ ...veth, name: 'far' }),
  ]
  putPair(guest, one, two)
  putPair(guest, far, put({ ...veth, name: 'away', index: 9, namespace: there }))
  t.match(read(), [
    { name: 'one', peer: 'two', peerIndex: 2 },
    { name: 'two', peer: 'one', peerIndex: 1 },
    { name: 'far', peerIndex: 9, peerNamespace: 'net:[4026532300]' },
  ])
  guest.point(one, 'net_device.priv[]', 0, 0)
  guest.point(two, 'net_device.priv[]', 0, 0)
  t.notOk(
    read().some(({ name, peerIndex }) => name !== 'far' && peerIndex !== undefined),
    'one end is gone',
  )
  guest.point(one, 'net_device.priv[]', far, 0)
  t.throws(read, { name: 'Torn' }, 'what does not point back')
})

t.test('what a driver keeps is behind a structure that has no member for it', async t => {
  const { guest, put, read } = aNetwork({ without: ['net_device.priv[]'] })
  const size = Math.ceil((guest.map.places.net_device?.size ?? 0) / 32) * 32
  const [one, two] = ['one', 'two'].map(name => put({ name, kind: 'veth', isConnected: true })) as [
    number,
    number,
  ]
  const write = (at: number, to: number) =>
    guest.memory.writeNumber(at + size - guest.map.directMap, 0xffff_0000_0000_0000n + BigInt(to), 8)
  write(one, two)
  write(two, one)
  t.match(read(), [{ peer: 'two' }, { peer: 'one' }])
})

t.test('masters, and links on others', async t => {
  const { guest, put, read } = aNetwork()
  const [bridge, port, vlan, tunnel] = [
    put({ name: 'br0', kind: 'bridge' }),
    put({ name: 'port' }),
    put({ name: 'vlan5', kind: 'vlan', isConnected: true }),
    put({ name: 'tun0', kind: 'vxlan', isConnected: true }),
  ]
  putNextTo(guest, port, 'upper', { other: bridge, isMaster: true })
  putNextTo(guest, tunnel, 'upper', { other: vlan })
  putNextTo(guest, vlan, 'lower', { other: port })
  t.match(read(), [
    { name: 'br0', master: undefined },
    { master: 'br0' },
    { peer: 'port', unsupported: {} },
    { master: undefined, unsupported: { peer: 'peer of vxlan' } },
  ])
})

t.test('hardware that is not known is named', async t => {
  const { guest, put, read } = aNetwork()
  guest.set(put({ type: 512 }), 'net_device.addr_len', 4)
  t.match(read(), [{ unsupported: { kind: 'hardware of type 512', mac: 'hardware of type 512' } }])
})

t.test('links that are being changed are torn, never endless', async t => {
  const { guest, put, read } = aNetwork()
  const device = put({})
  guest.set(device, 'net_device.addr_len', 33)
  t.throws(read, { name: 'Torn' })
  guest.set(device, 'net_device.addr_len', 0)
  const [ip, address] = [guest.make(), guest.make()]
  guest.point(device, 'net_device.ip_ptr', ip)
  guest.point(ip, 'in_device.ifa_list', address)
  guest.point(address, 'in_ifaddr.ifa_next', address)
  t.throws(read, { name: 'Torn' })
})

t.test('whether a namespace forwards', async t => {
  const { guest, here } = aNetwork()
  const all = guest.make()
  guest.point(here, 'net.ipv4.devconf_all', all)
  guest.set(all, 'ipv4_devconf.data[]', 1, (guest.map.enumerators.IPV4_DEVCONF_FORWARDING ?? 0) - 1)
  t.equal(ipForward(guest.kernel(), here), 1)
})
