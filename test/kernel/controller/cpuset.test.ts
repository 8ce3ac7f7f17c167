import t from 'tap'
import { cpuset } from '../../../src/kernel/controller/cpuset.ts'
import { recorded } from '../fixture.ts'

t.test('CPUs and partitions', async t => {
  t.same(cpuset['cpuset.cpus'].format.parse(recorded('cgroup/cpuset.cpus')), [0])
  const { parse, write } = cpuset['cpuset.cpus.partition'].format
  t.equal(parse(recorded('cgroup/cpuset.cpus.partition')), 'member')
  t.equal(
    parse(recorded('bare-cgroup/cpuset.cpus.partition-invalid')),
    'root invalid',
    'its reason is cut off',
  )
  t.equal(parse('remote\n'), 'remote', 'a word of a newer kernel')
  t.equal(write('isolated'), 'isolated')
  t.equal(write('mine'), undefined)
})
