import t from 'tap'
import { Unreadable } from '../../../src/linux/unreadable.ts'
import { facts } from '../../../src/subject/socket/facts.ts'
import { recorded } from '../../kernel/fixture.ts'

const texts = (protocol: string) => [recorded(`net/${protocol}`), recorded(`net/${protocol}6`)]
const read = (name: string, protocol: string, path: string) =>
  facts[name]?.parse(texts(protocol), { name: protocol, path })

t.test('a port on which a program waits', async t => {
  t.equal(read('listening', 'tcp', '9001'), true)
  t.same(read('addresses', 'tcp', '9001'), ['10.0.0.1', '127.0.0.1'])
  t.same(read('addresses', 'tcp', '9000'), ['::'])
  t.same(read('addresses', 'udp', '5353'), ['0.0.0.0'])
  t.equal(read('listening', 'udp', '5355'), true)
})

t.test('its connections, of IPv4 and IPv6', async t => {
  t.equal(read('connections', 'tcp', '9000'), 2)
  t.same(read('peers', 'tcp', '9000'), ['127.0.0.1', '::1'])
  t.equal(read('connections', 'tcp', '80'), 0)
  t.same(read('peers', 'udp', '5354'), ['127.0.0.1'])
})

t.test('a port that nobody uses', async t => {
  t.equal(read('listening', 'tcp', '8080'), false)
  t.equal(read('listening', 'udp', '9001'), false)
  t.same(read('peers', 'tcp', '8080'), [])
})

t.test('without the file of IPv4 nothing is known, without that of IPv6 it is', async t => {
  const bound = { name: 'tcp', path: '9001' }
  t.throws(() => facts.listening?.parse(['', ''], bound), Unreadable)
  t.equal(facts.listening?.parse([recorded('net/tcp'), ''], bound), true)
})
