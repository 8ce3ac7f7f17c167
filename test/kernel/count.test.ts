import t from 'tap'
import { countEntries, countProcesses } from '../../src/kernel/count.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('two processes inside, many outside', async t => {
  t.equal(countProcesses(recorded('proc/list')), 2)
  t.ok(countProcesses(recorded('host/list')) > 30)
})

t.test('a directory that is no /proc is unreadable', async t => {
  t.throws(() => countProcesses('bin\netc\n'), Unreadable)
  t.throws(() => countProcesses(''), Unreadable)
})

t.test('objects below the heading', async t => {
  t.equal(countEntries(recorded('proc/sysvipc-shm')), 0)
  for (const kind of ['shm', 'sem', 'msg']) t.equal(countEntries(recorded(`proc/sysvipc-${kind}-used`)), 1)
  t.throws(() => countEntries(''), Unreadable)
})
