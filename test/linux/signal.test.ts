import { constants } from 'node:os'
import t from 'tap'
import { isSignal, signalNames, signalOfCode, signals } from '../../src/linux/signal.ts'

t.test('the numbers are those of this Linux', async t => {
  const { SIGIOT: _, SIGPOLL: __, ...here } = constants.signals as Record<string, number>
  t.same(signals, Object.fromEntries(signalNames.map(name => [name, here[name]])))
})

t.test('a shell says 128 and the number', async t => {
  t.equal(signalOfCode(137), 'SIGKILL')
  t.equal(signalOfCode(1), undefined)
  t.ok(isSignal('SIGTERM'))
  t.notOk(isSignal('toString'))
})
