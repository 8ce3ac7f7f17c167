import t from 'tap'
import { signalSet } from '../../src/kernel/signal-set.ts'
import { parseStatus } from '../../src/kernel/status.ts'
import { recorded } from './fixture.ts'

t.test('the lowest bit is signal 1, and a real-time signal is named by its number', async t => {
  const { blocked, pending, threadPending } = parseStatus(recorded('proc/status-handlers')).signals
  t.same(signalSet(blocked), ['SIGUSR1', 'SIGUSR2', 'SIG40'])
  t.same(signalSet(pending), ['SIGUSR1', 'SIG40'])
  t.same(signalSet(threadPending), [])
  t.same(signalSet('0000000000000001'), ['SIGHUP'])
})
