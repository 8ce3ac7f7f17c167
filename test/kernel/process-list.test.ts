import t from 'tap'
import { countProcesses } from '../../src/kernel/process-list.ts'
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
