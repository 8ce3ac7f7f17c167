import t from 'tap'
import { isEmulated, slownessOf } from '../../src/machine/slowness.ts'

t.test("QEMU's translator is known by the processor's name", async t => {
  const emulated = 'processor\t: 0\nmodel name\t: QEMU TCG CPU version 2.5+\n'
  t.ok(isEmulated(emulated))
  t.ok(slownessOf(emulated) > 1)
  const real = 'processor\t: 0\nmodel name\t: Intel(R) Xeon(R) Processor\nflags\t: TCG\n'
  t.notOk(isEmulated(real))
  t.equal(slownessOf(real), 1)
})
