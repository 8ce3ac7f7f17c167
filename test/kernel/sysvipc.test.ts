import t from 'tap'
import { countEntries } from '../../src/kernel/sysvipc.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('objects below the heading', async t => {
  t.equal(countEntries(recorded('proc/sysvipc-shm')), 0)
  for (const kind of ['shm', 'sem', 'msg']) t.equal(countEntries(recorded(`proc/sysvipc-${kind}-used`)), 1)
  t.throws(() => countEntries(''), Unreadable)
})
