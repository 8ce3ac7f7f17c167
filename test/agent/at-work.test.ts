import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { isAtWork } from '../../src/agent/look-aside.ts'

function running(t: Test, script: string): number {
  const child = spawn('sh', ['-c', script], { stdio: 'ignore' })
  t.teardown(() => child.kill('SIGKILL'))
  return child.pid as number
}

t.test('who uses the processor is at work, and who waits for something else is not', async t => {
  t.equal(await isAtWork(running(t, 'while :; do :; done')), true)
  const asleep = running(t, 'exec sleep 100')
  // It has to become its program first.
  await sleep(500)
  t.equal(await isAtWork(asleep), false)
  process.kill(asleep, 'SIGSTOP')
  await sleep(100)
  t.equal(await isAtWork(asleep), false, 'stopped')
})

t.test('who is not there yet, or no more, is waited for', async t => {
  t.equal(await isAtWork(undefined), true)
  t.equal(await isAtWork(2 ** 30), true)
})
