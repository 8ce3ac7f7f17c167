import t from 'tap'
import { parseSockets, portIn } from '../../src/kernel/socket-table.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

const at = (protocol: string, file: string, port: number) =>
  parseSockets(recorded(`net/${file}`), protocol).filter(socket => socket.port === port)

t.test('sockets that wait for connections', async t => {
  t.same(
    at('tcp', 'tcp', 9001).map(({ state, address }) => `${state} ${address}`),
    ['listening 10.0.0.1', 'listening 127.0.0.1', 'connected 127.0.0.1'],
  )
  t.match(at('tcp', 'tcp6', 9000), [
    { state: 'listening', address: '::' },
    { state: 'connected', address: '::1', peer: '::1' },
    { state: 'connected', address: '127.0.0.1', peer: '127.0.0.1' },
  ])
})

t.test('a connection that is over is neither', async t => {
  t.ok(at('tcp', 'tcp', 80).some(({ state }) => state === 'other'))
})

t.test('a datagram socket without a peer takes from anybody', async t => {
  t.match(at('udp', 'udp', 5353), [{ state: 'listening', address: '0.0.0.0' }])
  t.match(at('udp', 'udp', 5354), [{ state: 'connected', peer: '127.0.0.1' }])
  t.match(at('udp', 'udp6', 5355), [{ state: 'listening', address: '::1' }])
})

t.test('a kernel without IPv6 has no such file', async t => t.same(parseSockets('', 'tcp'), []))

t.test('another text is unreadable', async t => {
  const [heading = ''] = recorded('net/tcp').split('\n')
  for (const other of ['nothing\n', `${heading}\n   0: 0100007F\n`])
    t.throws(() => parseSockets(other, 'tcp'), Unreadable, other)
})

t.test('the port of a line', async t => {
  const [heading = '', line = ''] = recorded('net/udp').split('\n')
  t.equal(portIn(heading), undefined)
  t.equal(portIn(line), 5353)
})
