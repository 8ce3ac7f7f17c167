import t from 'tap'
import { Unreadable } from '../../../src/linux/unreadable.ts'
import { facts, presence } from '../../../src/subject/link/facts.ts'
import { isPresent } from '../../../src/subject/presence.ts'
import { recorded } from '../../kernel/fixture.ts'

const read = (name: string, of: string, file = 'net/host.json') =>
  facts[name]?.parse([recorded(file)], { pid: 1, name: of })

t.test('facts of a link', async t => {
  t.equal(read('kind', 'v0'), 'veth')
  t.equal(read('master', 'v0'), 'br0')
  t.equal(read('master', 'v1'), '')
  t.equal(read('peer', 'v0'), 'v1')
  t.equal(read('state', 'br0'), 'UP')
  t.equal(read('up', 'd0'), false)
  t.equal(read('mtu', 'lo'), 65_536)
  t.ok((read('addresses', 'br0') as string[]).includes('127.1.0.1/24'))
  t.equal(read('mac', 'veth0', 'net/box.json'), 'e2:f9:37:6b:b9:9f')
})

t.test('a link that is not there', async t => {
  t.equal(isPresent(presence, { text: recorded('net/box.json') }, { name: 'eth0' }), false)
  t.equal(isPresent(presence, { text: recorded('net/box.json') }, { name: 'veth0' }), true)
  t.throws(() => read('kind', 'eth0'), Unreadable)
})
