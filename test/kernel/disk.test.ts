import t from 'tap'
import { parseDisks } from '../../src/kernel/disk.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('disks and their numbers', async t => {
  t.match(parseDisks(recorded('host/lsblk')), {
    zram0: { number: '253:0', size: 2 ** 26, read_only: false },
    vda: { number: '254:0', read_only: true },
  })
  t.same(parseDisks(''), {})
  t.throws(() => parseDisks('vda 254'), Unreadable)
})
