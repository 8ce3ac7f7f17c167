import t from 'tap'
import { parseSwaps } from '../../src/kernel/swap.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('swap on a zram device', async t => {
  const area = { kind: 'partition', size: 65_532 * 1024, used: 0, priority: 5 }
  t.same(parseSwaps(recorded('host/swaps')), { '/dev/zram0': area })
  t.throws(() => parseSwaps(''), Unreadable)
  t.throws(() => parseSwaps(`${recorded('host/swaps')}what`), Unreadable)
})
