import { duplexPair } from 'node:stream'
import t from 'tap'
import { perform } from '../../src/attempt/actor/perform.ts'
import type { Meant } from '../../src/attempt/actor/process.ts'
import { settleAgain } from '../../src/attempt/actor/settle.ts'
import type { Session } from '../../src/attempt/session.ts'
import type { Operation } from '../../src/plan/operation.ts'
import { CallFailed, connect } from '../../src/protocol/client.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { standingProcess } from './standing-process.ts'

const start: Operation = {
  op: 'start',
  as: 'box',
  holdsTerminal: false,
  cgroup: '/sys/fs/cgroup/box',
  own: true,
  argv: ['unshare', '--nothing'],
  line: 'unshare --nothing',
}

/** What an agent says once it was asked to settle. */
type Answers = (id: number, exit: object) => object[]

/** Starts a process with an agent that has these answers. */
async function started(answers: Answers, timeout = 5_000) {
  const [ours, theirs] = duplexPair()
  const client = connect(ours, nodeRuntime)
  let key = ''
  theirs.on('data', chunk => {
    for (const line of String(chunk).trim().split('\n')) {
      const asked = JSON.parse(line)
      if (asked.do === 'start') key = asked.key
      const said =
        asked.do === 'start' ? [{ id: asked.id, ok: { pid: 7, at: 1 } }] : answers(asked.id, exitOf(key))
      for (const each of said) theirs.write(`${JSON.stringify(each)}\n`)
    }
  })
  const processes: Session['processes'] = new Map()
  const exit = await perform(
    start,
    { client, processes, slowness: 1, newKey: name => `${name}-1` } as Session,
    () => undefined,
    timeout,
  )
  return { exit, running: processes.get('box') }
}

const exitOf = (key: string) => ({
  event: 'exit',
  key,
  at: 2,
  code: 1,
  signal: null,
  tails: { stdout: '', stderr: '' },
  dropped: { stdout: 0, stderr: 0 },
  lines: { stdout: 0, stderr: 0 },
})

const gone = { errno: 'ESRCH', message: 'process 7 ended before its program had started' }

const orders: Record<string, Answers> = {
  'is found gone before its end is told': (id, exit) => [{ id, error: gone }, exit],
  'is found gone after its end was told': (id, exit) => [exit, { id, error: gone }],
}
for (const [order, answers] of Object.entries(orders))
  t.test(`a process that ${order} has ended, and nothing went wrong`, async t => {
    const { exit, running } = await started(answers)
    t.same(exit, { code: 1, signal: null })
    t.same(running?.ended, exit)
  })

t.test('what settles is what checks mean', async t => {
  const { exit, running } = await started(id => [
    { id, ok: { pid: 9, chain: [7, 9], words: ['sleep', '9'] } },
  ])
  t.equal(exit, undefined)
  t.same(running?.meant, { pid: 9 })
})

t.test('a process that never settles is no error of its step: what speaks of it is told why', async t => {
  const error = { errno: 'ETIMEDOUT', message: 'after 5000 ms unshare (pid 7) had no children' }
  const { exit, running } = await started(id => [{ id, error }])
  t.equal(exit, undefined)
  t.same(running?.meant, error)
})

t.test('a process that was not waited for is pending', async t => {
  const message = 'unshare (pid 7) had no children'
  const { running } = await started(id => [{ id, error: { errno: 'ETIMEDOUT', message } }], 0)
  t.same(running?.meant, { pending: message })
})

t.test('a look that does not wait says nothing new of one that was found, or waited for in vain', async t => {
  const message = 'unshare (pid 7) had no children'
  const client = {
    call: async () => {
      throw new CallFailed({ do: 'settle' } as never, { errno: 'ETIMEDOUT', message })
    },
  }
  const after = async (meant: Meant) => {
    const running = standingProcess('box-1', 7, meant)
    await settleAgain(running, client as never, 0)
    return running.meant
  }
  t.same(await after({ pid: 9 }), { errno: 'EAGAIN', message })
  const inVain = { errno: 'ETIMEDOUT', message: `after 5000 ms ${message}` }
  t.same(await after(inVain), inVain)
})

t.test('other refusals are errors', async t => {
  const error = { errno: 'EIO', message: 'input/output error' }
  t.match(await started(id => [{ id, error }]).catch(error => error), { call: 'settle', error })
})
