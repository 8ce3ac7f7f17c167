import t from 'tap'
import { parseEntries } from '../../src/kernel/directory-listing.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('the entries of a cgroup that was handed to a user', async t => {
  const entries = parseEntries(recorded('bare-cgroup/listing-delegated'))
  t.same(entries[0], { kind: 'd', uid: 1000, gid: 1001, name: '.' })
  t.same(
    entries.find(({ name }) => name === 'cgroup.procs'),
    { kind: '-', uid: 1000, gid: 1001, name: 'cgroup.procs' },
  )
  t.equal(entries.length, 78)
  t.throws(() => parseEntries('d what'), Unreadable)
})
