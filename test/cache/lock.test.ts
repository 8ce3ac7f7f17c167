import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { withLock } from '../../src/cache/lock.ts'

/** Whoever takes half a second to start flock on a busy machine is told to wait, too. */
const unheard = () => {}

t.test('one at a time; the second is told that it waits', async t => {
  const file = join(t.testdir(), 'below', 'lock')
  const order: string[] = []
  let release = () => {}
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  const first = withLock(file, unheard, async () => {
    order.push('first begins')
    await released
    order.push('first ends')
  })
  while (order.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
  await withLock(file, release, async () => order.push('second'))
  await first
  t.same(order, ['first begins', 'first ends', 'second'])
})

t.test('work that fails gives the lock back', async t => {
  const file = join(t.testdir(), 'lock')
  await t.rejects(
    withLock(file, unheard, async () => {
      throw new Error('broken')
    }),
    { message: 'broken' },
  )
  t.equal(await withLock(file, unheard, async () => 'free'), 'free')
})

t.test('the lock of an owner that was killed is free', async t => {
  const file = join(t.testdir(), 'lock')
  // The same pipe arrangement as in lock.ts, held by a process that we can kill.
  const holder = `spawn('flock',['--no-fork',${JSON.stringify(file)},'sh','-c','echo held; exec cat'],{stdio:['pipe','inherit','inherit']})`
  const owner = spawn(process.execPath, ['-e', `require('node:child_process').${holder}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(owner.stdout, 'data')
  owner.kill('SIGKILL')
  t.equal(await withLock(file, unheard, async () => 'free'), 'free')
})
