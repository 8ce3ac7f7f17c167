import t from 'tap'
import { pids } from '../../../src/kernel/controller/pids.ts'
import { recorded } from '../fixture.ts'

t.test('after a fork bomb', async t => {
  t.equal(pids['pids.max'].format.parse(recorded('cgroup/pids.max')), 20)
  t.equal(pids['pids.peak'].format.parse(recorded('cgroup/pids.peak')), 20)
  t.same(pids['pids.events'].format.parse(recorded('cgroup/pids.events')), { max: 1 })
})
