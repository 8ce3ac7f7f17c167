import t from 'tap'
import { linkNamed, parseAddresses } from '../../src/kernel/address.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

const inside = parseAddresses(recorded('net/box.json'))
const outside = parseAddresses(recorded('net/host.json'))

t.test('links of a network namespace of its own', async t => {
  t.same(
    inside.map(({ name }) => name),
    ['lo', 'veth1', 'veth0'],
  )
  t.same(linkNamed(inside, 'veth0'), {
    name: 'veth0',
    kind: 'veth',
    state: 'DOWN',
    up: false,
    mtu: 1500,
    mac: 'e2:f9:37:6b:b9:9f',
    addresses: ['127.0.0.2/8'],
    peer: 'veth1',
  })
  t.match(linkNamed(inside, 'lo'), { kind: 'loopback', up: true, addresses: ['127.0.0.1/8', '::1/128'] })
  t.equal(linkNamed(inside, 'eth0'), undefined)
})

t.test('a bridge and its port', async t => {
  t.match(linkNamed(outside, 'br0'), { kind: 'bridge', state: 'UP', up: true })
  t.match(linkNamed(outside, 'v0'), { kind: 'veth', master: 'br0', peer: 'v1' })
})

t.test('another text is unreadable', async t => {
  for (const text of ['', 'Device not found', '{}', '[1]', '[{"ifname":"lo"}]', 'null'])
    t.throws(() => parseAddresses(text), Unreadable, text)
})

t.test('a state that a newer kernel says is read as it is', async t => {
  const text = recorded('net/box.json').replaceAll('"operstate":"', '"operstate":"VERY')
  t.match(parseAddresses(text)[0]?.state, /^VERY/)
})
