import { type Duplex, duplexPair } from 'node:stream'
import t from 'tap'
import { CallFailed, connect, type ProcessEvent } from '../../src/protocol/client.ts'
import { protocolVersion } from '../../src/protocol/message.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'

/** A client, and the other end of its channel: what was asked, and what to write there. */
async function pair() {
  const [ours, theirs] = duplexPair()
  const asked: { id: number; do: string }[] = []
  theirs.on('data', chunk => {
    for (const line of String(chunk).trim().split('\n')) asked.push(JSON.parse(line))
  })
  const client = connect(ours, nodeRuntime)
  return { client, asked, theirs, say: (message: object) => theirs.write(`${JSON.stringify(message)}\n`) }
}

const turn = () => new Promise(resolve => setTimeout(resolve, 5))

t.test('answers find their calls, in whatever order they come', async t => {
  const { client, asked, say } = await pair()
  const calls = [client.call('census', {}), client.call('make-directory', { path: '/x' })]
  await turn()
  t.match(asked, [
    { id: 1, do: 'census' },
    { id: 2, do: 'make-directory', path: '/x' },
  ])
  say({ id: 2, ok: null })
  say({ id: 1, ok: { links: [] } })
  t.same(await Promise.all(calls), [{ links: [] }, null])
})

t.test('a refusal is data', async t => {
  const { client, say } = await pair()
  const call = client.call('write', { path: '/x', text: '' })
  say({ id: 1, error: { errno: 'ENOENT', path: '/x', message: 'no' } })
  const error = await call.catch(error => error)
  t.ok(error instanceof CallFailed)
  t.match(error, { call: 'write', error: { errno: 'ENOENT', path: '/x' } })
})

t.test('lines may come in any pieces, and of any length', async t => {
  const { client, theirs } = await pair()
  const call = client.call('look', { sources: [] })
  const text = '€'.repeat(100_000)
  const bytes = Buffer.from(`${JSON.stringify({ id: 1, ok: { at: 1, looks: [{ text }] } })}\n`)
  for (let at = 0; at < bytes.length; at += 1001) theirs.write(bytes.subarray(at, at + 1001))
  t.same((await call).looks, [{ text }])
})

t.test('events go to who listens for their key', async t => {
  const { client, say } = await pair()
  const heard: ProcessEvent[] = []
  const stop = client.listen('a', event => heard.push(event))
  for (const key of ['a', 'b', 'a']) say({ event: 'output', key, stream: 'stdout', text: key })
  await turn()
  stop()
  say({ event: 'output', key: 'a', stream: 'stdout', text: 'late' })
  await turn()
  t.same(
    heard.map(event => 'text' in event && event.text),
    ['a', 'a'],
  )
})

t.test('noise is borne, and told when the channel is lost', async t => {
  const { client, theirs, say } = await pair()
  theirs.write('[    0.5] Kernel panic\n{"half": \n{}\nnull\n')
  const [hello, census] = [client.call('hello', {}), client.call('census', {}).catch(error => error)]
  say({ id: 1, ok: { protocol: protocolVersion, pid: 3 } })
  t.match(await hello, { pid: 3 })
  theirs.end()
  const problem = await census
  t.match(problem, { name: 'Problem', kind: 'machine', code: 'channel-lost', message: /Kernel panic/ })
  t.equal(await client.lost, problem)
  t.equal(await client.call('census', {}).catch(error => error), problem, 'later calls fail at once')
})

t.test('an error of the channel is the cause', async t => {
  const [ours] = duplexPair()
  const client = connect(ours as Duplex, nodeRuntime)
  ours.destroy(new Error('EPIPE of some kind'))
  t.match((await client.lost).message, /EPIPE of some kind/)
})

t.test('no answer in time is a problem of the machine', async t => {
  const alive = setInterval(() => undefined, 1000) // a real channel keeps the process alive; timers of the runtime do not
  t.teardown(() => clearInterval(alive))
  const { client, say } = await pair()
  const error = await client.call('census', {}, { timeout: 20 }).catch(error => error)
  t.match(error, { kind: 'machine', code: 'no-answer', args: { call: 'census', ms: 20 } })
  say({ id: 1, ok: 'late' })
  const next = client.call('make-directory', { path: '/x' })
  say({ id: 2, ok: null })
  t.equal(await next, null, 'an answer that came too late disturbs nothing')
})

t.test('another version of the protocol is not spoken with', async t => {
  const { client, say } = await pair()
  const hello = client.call('hello', {}).catch(error => error)
  say({ id: 1, ok: { protocol: protocolVersion + 1 } })
  t.match(await hello, { code: 'protocol', kind: 'machine' })
})
