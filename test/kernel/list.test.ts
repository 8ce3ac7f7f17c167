import t from 'tap'
import { parseNumbers, parseRanges, parseWords } from '../../src/kernel/list.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('words', async t => {
  const all = ['cpuset', 'cpu', 'io', 'memory', 'hugetlb', 'pids', 'rdma', 'misc']
  t.same(parseWords(recorded('root-cgroup/cgroup.controllers')), all)
  t.same(parseWords(recorded('cgroup/cgroup.subtree_control')), [])
})

t.test('numbers', async t => {
  t.same(parseNumbers(recorded('cgroup/cgroup.procs')), [216, 218, 226])
  t.same(parseNumbers(''), [])
  t.throws(() => parseNumbers('1\ntwo\n'), Unreadable)
})

t.test('ranges', async t => {
  t.same(parseRanges(recorded('cgroup/cpuset.cpus.effective')), [0])
  t.same(parseRanges(recorded('bare-cgroup/cpuset.cpus-empty')), [])
  t.same(parseRanges('0-3,7\n'), [0, 1, 2, 3, 7])
  t.throws(() => parseRanges('3-1'), Unreadable)
  t.throws(() => parseRanges('a'), Unreadable)
  t.throws(() => parseRanges('0-99999999999'), Unreadable)
})
