import t from 'tap'
import { memory } from '../../../src/kernel/controller/memory.ts'
import { recorded } from '../fixture.ts'

t.test('after an out-of-memory kill', async t => {
  t.equal(memory['memory.peak'].format.parse(recorded('cgroup/memory.peak')), 64 * 1024 * 1024)
  t.match(memory['memory.events'].format.parse(recorded('cgroup/memory.events')), {
    max: 41,
    oom: 1,
    oom_kill: 2,
  })
})

t.test('memory.numa_stat has a number for each node, each key of a known kind', async t => {
  const { parse, value } = memory['memory.numa_stat'].format
  const stat = parse(recorded('root-cgroup/memory.numa_stat'))
  t.match(stat, { anon: { N0: Number }, pgpromote_success: { N0: 0 } })
  t.same(
    Object.keys(stat).filter(key => value.type === 'record' && !(key in value.fields)),
    [],
  )
  t.match(value, { fields: { anon: { of: { type: 'size' } }, pgpromote_success: { of: { type: 'count' } } } })
})

t.test('every key of memory.stat of this kernel is known, each with its kind', async t => {
  const { parse, value } = memory['memory.stat'].format
  const stat = parse(recorded('cgroup/memory.stat'))
  t.same(
    Object.keys(stat).filter(key => value.type === 'record' && !(key in value.fields)),
    [],
  )
  t.match(value, { fields: { anon: { type: 'size' }, pgfault: { type: 'count' } } })
  t.match(stat, { anon: 339_968, pgfault: 6330 })
})
