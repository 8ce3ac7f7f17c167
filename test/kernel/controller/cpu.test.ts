import t from 'tap'
import { cpu } from '../../../src/kernel/controller/cpu.ts'
import { Unreadable } from '../../../src/linux/unreadable.ts'
import { recorded } from '../fixture.ts'

const { parse, write } = cpu['cpu.max'].format

t.test('cpu.max is a quota, a period and their share', async t => {
  t.same(parse(recorded('cgroup/cpu.max')), { quota: 20, period: 100, share: 0.2 })
  t.same(parse(recorded('bare-cgroup/cpu.max-none')), {
    quota: Number.POSITIVE_INFINITY,
    period: 100,
    share: Number.POSITIVE_INFINITY,
  })
  t.throws(() => parse('20000\n'), Unreadable)
})

t.test('how cpu.max is written', async t => {
  const cases = {
    '20%': '20000 100000',
    '150%': '150000 100000',
    '0.5%': '5000 1000000', // the kernel takes no quota below 1 ms
    '0.01%': undefined,
    '20000 100000': '20000 100000',
    '20ms 100ms': '20000 100000',
    '50000': '50000',
    max: 'max',
    'max 100000': 'max 100000',
    '20': '20',
    '1 2 3': undefined,
    half: undefined,
    '': undefined,
  }
  for (const [written, text] of Object.entries(cases)) t.equal(write(written), text, written)
})

t.test('times are read in milliseconds', async t => {
  t.match(cpu['cpu.stat'].format.parse(recorded('cgroup/cpu.stat')), {
    usage_usec: 13_419.836,
    nr_throttled: 656,
    throttled_usec: 51_209.394,
    burst_usec: 59.574,
  })
  const without = cpu['cpu.stat'].format.parse(recorded('bare-cgroup/cpu.stat-without-controller'))
  t.same(Object.keys(without), ['usage_usec', 'user_usec', 'system_usec', 'nice_usec'])
})

t.test('utilization clamps', async t => {
  const clamp = cpu['cpu.uclamp.max'].format
  t.equal(clamp.parse('max\n'), 1)
  t.equal(clamp.parse('12.50\n'), 0.125)
  t.equal(clamp.write('12.5%'), '12.50')
  t.equal(clamp.write('max'), 'max')
  t.equal(clamp.write('120%'), undefined)
  t.throws(() => clamp.parse('a lot'), Unreadable)
})
