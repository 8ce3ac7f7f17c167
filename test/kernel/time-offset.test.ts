import t from 'tap'
import { parseOffsets } from '../../src/kernel/time-offset.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('offsets in milliseconds', async t => {
  t.same(parseOffsets(recorded('proc/timens_offsets')), { monotonic: 1_000_000, boottime: 0 })
  t.same(parseOffsets('monotonic -1 500000000\nboottime 0 0\n'), { monotonic: -500, boottime: 0 })
  t.throws(() => parseOffsets('monotonic 1 0\n'), Unreadable)
})
