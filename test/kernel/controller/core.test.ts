import t from 'tap'
import { core } from '../../../src/kernel/controller/core.ts'
import { recorded } from '../fixture.ts'

t.test('the state of a group', async t => {
  const events = core['cgroup.events'].format
  t.same(events.parse(recorded('cgroup/cgroup.events')), { populated: true, frozen: false })
  t.same(events.parse(recorded('bare-cgroup/cgroup.events-frozen')), { populated: true, frozen: true })
  t.match(core['cgroup.stat'].format.parse(recorded('cgroup/cgroup.stat')), {
    nr_descendants: 0,
    nr_subsys_memory: 1,
  })
})

t.test('the type of a group: only threaded can be written', async t => {
  const { parse, write } = core['cgroup.type'].format
  t.equal(parse(recorded('cgroup/cgroup.type')), 'domain')
  t.equal(parse(recorded('bare-cgroup/cgroup.type-threaded-domain')), 'domain threaded')
  t.equal(write('threaded'), 'threaded')
  t.equal(write('domain'), undefined)
})

t.test('controllers to hand down', async t => {
  const { write } = core['cgroup.subtree_control'].format
  t.equal(write('memory pids'), '+memory +pids')
  t.equal(write('+memory -pids'), '+memory -pids')
  t.equal(write(''), undefined)
  t.equal(write('+Memory'), undefined)
  t.equal(write('+nosuch'), '+nosuch', 'the kernel says which there are')
})
