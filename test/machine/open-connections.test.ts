import t from 'tap'
import type { Connection } from '../../src/machine/machine.ts'
import { openConnections } from '../../src/machine/open-connections.ts'

function connection(closed: string[], name: string): Connection {
  const close = async () => void closed.push(name)
  return { channel: {} as Connection['channel'], lost: new Promise(() => undefined), close }
}

t.test('a connection is forgotten once it is closed', async t => {
  const closed: string[] = []
  const connections = openConnections()
  const first = await connections.add(Promise.resolve(connection(closed, 'first')))
  await connections.add(Promise.resolve(connection(closed, 'second')))
  t.equal(connections.size, 2)
  await first.close()
  t.equal(connections.size, 1)
  await connections.closeAll()
  t.same(closed, ['first', 'second'], 'each is closed once')
  t.equal(connections.size, 0)
})

t.test('a connection that could not be opened is forgotten', async t => {
  const connections = openConnections()
  await t.rejects(connections.add(Promise.reject(new Error('no machine'))), { message: 'no machine' })
  t.equal(connections.size, 0)
  await connections.closeAll()
})
