import { type Duplex, duplexPair } from 'node:stream'
import t from 'tap'
import { CallFailed, connect, type ProcessEvent } from '../../src/protocol/client.ts'
import { type Calls, protocolVersion } from '../../src/protocol/message.ts'
import { agentProblem } from '../../src/protocol/problem.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { lineText, readRecording, recordingNames } from '../attempt/recorded/recording.ts'

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

const nothingThere = { processes: [], cgroups: [], mounts: [], namespaces: [], links: [] }
const helloAnswer = {
  ...{ protocol: protocolVersion, pid: 3, node: '20.19.2', release: '6.12', architecture: 'x86_64' },
  ...{ host: 1, hostname: 'unboxed', shell: 'bash', at: 1, swept: [], remaining: [] },
  cgroup: { base: '/sys/fs/cgroup', leaf: '/sys/fs/cgroup/agent', controllers: ['memory'] },
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
  say({ id: 1, ok: nothingThere })
  t.same(await Promise.all(calls), [nothingThere, null])
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
  const call = client.call('look', { sources: [{ read: 'file', path: '/x' }] })
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
  say({ id: 1, ok: helloAnswer })
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

t.test('a message is believed only in its own shape', async t => {
  const exit = {
    ...{ event: 'exit', key: 'a', code: 0, signal: null, at: 1 },
    ...{
      tails: { stdout: '', stderr: '' },
      dropped: { stdout: 0, stderr: 0 },
      lines: { stdout: 0, stderr: 0 },
    },
  }
  const wrong: Record<string, object> = {
    'an answer that is none': { id: 1 },
    'an answer of another kind': { id: 1, ok: 'yes' },
    'an answer with more in it': { id: 1, ok: { ...nothingThere, more: 1 } },
    'a list that is none': { id: 1, ok: { ...nothingThere, links: 'lo' } },
    'a pid that is none': {
      id: 1,
      ok: { ...nothingThere, processes: [{ pid: -1, start: 0, name: '', cgroup: '', namespaces: {} }] },
    },
    'an error without a message': { id: 1, error: {} },
    'an errno that is none': { id: 1, error: { errno: 'constructor', message: 'no' } },
    'a code that is none': { id: 1, error: { code: 'toString', message: 'no' } },
    'an event that is none': { event: 'dance', key: 'a' },
    'an event of every object': { event: 'constructor', key: 'a' },
    'output of no stream': { event: 'output', key: 'a', stream: 'stdin', text: '' },
    'output that is no text': { event: 'output', key: 'a', stream: 'stdout', text: [1] },
    'an end without a code or a signal': { ...exit, code: null },
    'an end with both': { ...exit, signal: 'SIGKILL' },
    'an end without tails': { ...exit, tails: undefined },
    'an end with half a byte dropped': { ...exit, dropped: { stdout: 0.5, stderr: 0 } },
  }
  for (const [what, message] of Object.entries(wrong)) {
    const { client, say } = await pair()
    const heard: ProcessEvent[] = []
    client.listen('a', event => heard.push(event))
    const call = client.call('census', {}).catch(error => error)
    say(message)
    t.match(await client.lost, { kind: 'machine', code: 'malformed', remedy: /Run the lab again/ }, what)
    t.match(await call, { code: 'malformed' }, `${what}: the call fails as well`)
    t.same(heard, [], what)
  }
  const { client, theirs } = await pair()
  client.listen('a', () => undefined)
  theirs.write('{"event":"exit","key":"a","code":0,"signal":null,"at":1e999}\n')
  t.match(await client.lost, { code: 'malformed' }, 'a number that is none')
})

t.test('an answer has as many looks as were asked for', async t => {
  for (const looks of [[], [{ text: 'a' }, { text: 'b' }], [{ text: 1 }], [{ errno: 'ENOENT' }], [null]]) {
    const { client, say } = await pair()
    const call = client.call('look', { sources: [{ read: 'file', path: '/x' }] }).catch(error => error)
    say({ id: 1, ok: { at: 1, looks } })
    t.match(await call, { code: 'malformed' }, JSON.stringify(looks))
  }
})

t.test('what an honest agent said is believed', async t => {
  for (const name of recordingNames()) {
    const [ours, theirs] = duplexPair()
    const client = connect(ours, nodeRuntime)
    let loss: unknown
    client.lost.then(problem => {
      loss = problem
    })
    theirs.resume()
    for (const line of readRecording(name).lines) {
      if ('received' in line) theirs.write(`${lineText(line)}\n`)
      else {
        const { id: _, do: what, ...ask } = line.sent as { id: number; do: 'look' } & Calls['look']['ask']
        if (what === ('start' as string))
          client.listen((ask as unknown as { key: string }).key, () => undefined)
        client.call(what, ask).catch(() => undefined)
      }
    }
    await turn()
    t.equal(loss, undefined, name)
    t.ok(client.heard() >= 4, `${name}: ${client.heard()} messages were heard`)
  }
})

t.test('what nobody asked for is borne up to a bound, whatever it is, and nothing of it is kept', async t => {
  const text = 'x'.repeat(1 << 20)
  for (const line of [
    text,
    JSON.stringify({ event: 'output', key: 'nobody', stream: 'stdout', text }),
    JSON.stringify({ id: 99, ok: text }),
    JSON.stringify({ half: text }),
  ]) {
    const { client, theirs } = await pair()
    for (let count = 0; count < 10; count++) theirs.write(`${line}\n`)
    const call = client.call('make-directory', { path: '/x' })
    theirs.write('{"id":1,"ok":null}\n')
    t.equal(await call, null, 'ten megabytes are borne')
    for (let count = 0; count < 10; count++) theirs.write(`${line}\n`)
    const problem = await client.lost
    t.match(problem, { code: 'noise' })
    t.ok(problem.message.length < 10_000)
  }
})

t.test('a line without an end loses the agent', async t => {
  const { client, theirs } = await pair()
  const call = client.call('hello', {}).catch(error => error)
  theirs.write('{"id":1,"ok":"')
  for (let count = 0; count < 17; count++) theirs.write('x'.repeat(1 << 20))
  t.match(await call, { kind: 'machine', code: 'line-too-long' })
})

t.test('a listener that bears no more loses the agent', async t => {
  const { client, say } = await pair()
  const most = agentProblem('too-much-output', { key: 'a', most: 1 })
  client.listen('a', () => {
    throw most
  })
  say({ event: 'output', key: 'a', stream: 'stdout', text: 'xx' })
  t.equal(await client.lost, most)
  t.equal(await client.call('census', {}).catch(error => error), most)
})
