import t from 'tap'
import { parsePressure } from '../../src/kernel/pressure.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('averages are fractions, the total is in milliseconds', async t => {
  t.same(parsePressure(recorded('cgroup/cpu.pressure')), {
    some: { avg10: 0.172, avg60: 0.4177, avg300: 0.158, total: 55_997.648 },
    full: { avg10: 0.1714, avg60: 0.3937, avg300: 0.146, total: 51_682.07 },
  })
})

t.test('a file with one line only, such as irq.pressure', async t => {
  const text = 'full avg10=0.00 avg60=0.00 avg300=0.00 total=12\n'
  t.same(parsePressure(text), { full: { avg10: 0, avg60: 0, avg300: 0, total: 0.012 } })
})

t.test('another text is unreadable', async t => {
  t.throws(() => parsePressure(''), Unreadable)
  t.throws(() => parsePressure('some avg10=1\n'), Unreadable)
})
