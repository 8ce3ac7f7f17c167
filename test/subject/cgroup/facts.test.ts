import t from 'tap'
import { facts, presence } from '../../../src/subject/cgroup/facts.ts'
import { isPresent, missingText } from '../../../src/subject/presence.ts'
import { recorded } from '../../kernel/fixture.ts'

const bound = { cgroup: '/sys/fs/cgroup/mygroup' }

t.test('the facts of a cgroup are its files', async t => {
  const fact = facts['memory.max']
  t.same(fact?.sources, [{ read: 'file', path: '{cgroup}/memory.max' }])
  t.match(fact, { value: { type: 'size' }, manual: 'cgroup-v2: memory.max', controller: 'memory' })
  t.equal(fact?.parse([recorded('cgroup/memory.max')], bound), 67_108_864)
  t.equal(facts['memory.peak']?.since, '5.19')
})

t.test('whether it is there', async t => {
  t.equal(isPresent(presence, { text: '' }, bound), true)
  t.equal(isPresent(presence, { errno: 'ENOENT' }, bound), false)
  t.equal(isPresent(presence, { errno: 'ENODEV' }, bound), false)
  t.equal(isPresent(presence, { errno: 'EIO' }, bound), undefined)
  t.equal(missingText(presence, bound), 'there is no cgroup /sys/fs/cgroup/mygroup')
})
