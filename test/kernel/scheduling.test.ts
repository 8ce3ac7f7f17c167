import t from 'tap'
import { parseScheduling, policyNames } from '../../src/kernel/scheduling.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('the nice value and the policy of a process', async t => {
  const text = recorded('proc/stat-handlers')
  t.same(parseScheduling(text), { nice: 7, policy: 'SCHED_BATCH' })
  const other = (policy: number) => parseScheduling(text.replace(' 0 3 0 0 0 ', ` 0 ${policy} 0 0 0 `)).policy
  t.equal(other(5), 'SCHED_IDLE')
  t.equal(other(99), 'policy 99', 'newer than the table')
  t.equal(policyNames.length, 7)
})

t.test('a text without them is unreadable', async t => {
  t.throws(() => parseScheduling(''), Unreadable)
  t.throws(() => parseScheduling('1 (init) S 0 1 1 0'), Unreadable)
})
