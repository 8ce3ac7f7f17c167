import { duplexPair } from 'node:stream'
import t from 'tap'
import { haltedWork } from '../../../src/machine/vm/halt.ts'
import { openQmp } from '../../../src/machine/vm/qmp.ts'

type Asked = { execute: string; arguments?: unknown; id: number }

/** Speaks as QEMU does: a greeting, then an answer for each command; `answer` may say more, or refuse. */
function monitor(answer: (asked: Asked, say: (message: object) => void) => void) {
  const [ours, theirs] = duplexPair()
  const asked: Asked[] = []
  const say = (message: object) => theirs.write(`${JSON.stringify(message)}\r\n`)
  say({ QMP: { version: {}, capabilities: ['oob'] } })
  theirs.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter(Boolean)) {
      const one = JSON.parse(line) as Asked
      asked.push(one)
      answer(one, say)
    }
  })
  return { ours, theirs, asked }
}

const agreeable = (asked: Asked, say: (message: object) => void) => say({ return: {}, id: asked.id })

t.test('it negotiates, and keeps memory out of migrations', async t => {
  const { ours, asked } = monitor(agreeable)
  await openQmp(ours)
  t.same(
    asked.map(({ execute }) => execute),
    ['qmp_capabilities', 'migrate-set-capabilities'],
  )
  t.match(asked[1]?.arguments, { capabilities: [{ capability: 'x-ignore-shared', state: true }, {}] })
})

t.test("a refusal is an error in QEMU's words", async t => {
  const { ours } = monitor((asked, say) =>
    asked.execute === 'cont'
      ? say({ error: { class: 'GenericError', desc: 'not now' }, id: asked.id })
      : agreeable(asked, say),
  )
  const qmp = await openQmp(ours)
  await t.rejects(qmp.execute('cont'), { message: 'cont: not now' })
})

t.test('the end of a migration is told by events', async t => {
  let status = 'completed'
  const { ours } = monitor((asked, say) => {
    agreeable(asked, say)
    if (asked.execute !== 'migrate') return
    say({ event: 'STOP' })
    say({ event: 'MIGRATION', data: { status: 'active' } })
    say({ event: 'MIGRATION', data: { status } })
  })
  const qmp = await openQmp(ours)
  await Promise.all([qmp.migrated(), qmp.execute('migrate', { uri: 'exec:cat' })])
  status = 'failed'
  await t.rejects(Promise.all([qmp.migrated(), qmp.execute('migrate', { uri: 'exec:cat' })]), {
    message: /migrated/,
  })
})

t.test('a monitor that goes takes what waits along', async t => {
  const { ours, theirs } = monitor((asked, say) => {
    if (asked.execute !== 'stop') agreeable(asked, say)
  })
  const qmp = await openQmp(ours)
  const waiting = t.rejects(qmp.execute('stop'), { message: /closed/ })
  theirs.end()
  await waiting
  await t.rejects(qmp.execute('cont'), { message: /closed/ })
})

t.test('who ended the machine is told by an event', async t => {
  const { ours, theirs } = monitor(agreeable)
  const qmp = await openQmp(ours)
  const shutdown = async (reason: string) => {
    theirs.write(`${JSON.stringify({ event: 'SHUTDOWN', data: { guest: true, reason } })}\r\n`)
    await qmp.execute('stop')
    return qmp.ended()
  }
  t.equal(qmp.ended(), undefined)
  t.equal(await shutdown('host-signal'), undefined)
  t.equal(await shutdown('guest-reset'), 'guest-reset')
})

t.test('how long the guest stood still is told by QEMU’s own clock', async t => {
  const at = (seconds: number, microseconds: number) => ({ timestamp: { seconds, microseconds } })
  const { ours, asked } = monitor((asked, say) => {
    if (asked.execute === 'stop') say({ event: 'STOP', ...at(10, 999_000) })
    if (asked.execute === 'cont') say({ event: 'RESUME', ...at(11, 3_500) })
    agreeable(asked, say)
  })
  const qmp = await openQmp(ours)
  t.equal(qmp.lastStop(), 0)
  const work = haltedWork({ qmp: Promise.resolve(qmp) })
  const [first, second] = await Promise.all([work(() => asked.at(-1)?.execute), work(() => 'again')])
  t.same(
    [first, second],
    [
      { result: 'stop', ms: 4.5 },
      { result: 'again', ms: 4.5 },
    ],
  )
  const done = asked.map(({ execute }) => execute).slice(2)
  t.same(done, ['stop', 'cont', 'stop', 'cont'], 'one after the other')
  await t.rejects(
    work(() => {
      throw new Error('torn')
    }),
    /torn/,
  )
  t.equal(asked.at(-1)?.execute, 'cont', 'it goes on whatever happens')
})
