import t from 'tap'
import { fillPlan } from '../../../src/subject/binding-plan.ts'
import { cgroup } from '../../../src/subject/cgroup/cgroup.ts'
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

t.test('who owns a cgroup that was handed to a user', async t => {
  const text = recorded('bare-cgroup/listing-delegated')
  t.match(facts.owner?.parse([text], bound), { directory: 1000, 'cgroup.procs': 1000, 'memory.max': 0 })
  t.match(facts.owner_group?.parse([text], bound), { directory: 1001, 'memory.max': 0 })
  t.notMatch(facts.owner?.parse([text], bound), { below: Number }, 'a cgroup below is not a file of it')
  const quote = (field: string) =>
    facts.owner?.quote([text], { field, binding: bound }).map(({ text }) => text)
  t.match(quote('memory.max'), [/^-rw-r--r-- 1 +0 +0 .* memory\.max$/])
  t.match(quote('directory'), [/^d.* \.$/])
})

t.test('the root', async t => {
  t.same(cgroup.binding({ path: '/' }), { cgroup: '/' })
  t.same(fillPlan(cgroup.binding({ path: '/' }), undefined, '/sys/fs/cgroup/unboxed'), {
    cgroup: '/sys/fs/cgroup',
  })
  t.same(fillPlan(cgroup.binding({ path: 'a' }), undefined, '/sys/fs/cgroup/unboxed'), {
    cgroup: '/sys/fs/cgroup/unboxed/a',
  })
})

t.test('whether it is there', async t => {
  t.equal(isPresent(presence, { text: '' }, bound), true)
  t.equal(isPresent(presence, { errno: 'ENOENT' }, bound), false)
  t.equal(isPresent(presence, { errno: 'ENODEV' }, bound), false)
  t.equal(isPresent(presence, { errno: 'EIO' }, bound), undefined)
  t.equal(missingText(presence, bound), 'there is no cgroup /sys/fs/cgroup/mygroup')
})
