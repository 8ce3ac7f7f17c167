import t from 'tap'
import { bitsOf } from '../../src/kernel/mask.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'

t.test('bits are counted from the lowest', async t => {
  t.same(bitsOf('0000000000000000'), [])
  t.same(bitsOf('8000000000000005'), [0, 2, 63])
})

t.test('anything but 16 hexadecimal digits is unreadable', async t => {
  for (const text of ['', '5', '0x00000000000005', '000000000000000g'])
    t.throws(() => bitsOf(text), Unreadable, text)
})
