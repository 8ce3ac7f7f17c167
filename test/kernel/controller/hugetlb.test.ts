import t from 'tap'
import { hugetlb } from '../../../src/kernel/controller/hugetlb.ts'
import { Unreadable } from '../../../src/linux/unreadable.ts'
import { recorded } from '../fixture.ts'

const parse = (name: string, text = recorded(`cgroup/${name}`)) => hugetlb[name]?.format.parse(text)

t.test('after more huge pages than the limit', async t => {
  t.equal(parse('hugetlb.2MB.max'), 2 ** 21)
  t.equal(parse('hugetlb.2MB.rsvd.max'), 2 ** 22)
  t.same(parse('hugetlb.2MB.events'), { max: 1 })
  t.same(parse('hugetlb.2MB.numa_stat'), { total: 2 ** 21, N0: 2 ** 21 })
  t.throws(() => parse('hugetlb.2MB.numa_stat', 'total 5'), Unreadable)
})

t.test('each size of pages has the same files, which round to it', async t => {
  t.equal(hugetlb['hugetlb.1GB.max']?.page, 2 ** 30)
  t.equal(hugetlb['hugetlb.2MB.max']?.family?.name, 'hugetlb.SIZE.max')
  t.equal(hugetlb['hugetlb.3MB.max'], undefined)
})
