import t from 'tap'
import * as format from '../../src/kernel/format.ts'
import { recorded } from './fixture.ts'

t.test('what authors write becomes what the kernel takes', async t => {
  const cases: [format.Format, string, string | undefined][] = [
    [format.size, '512MiB', '536870912'],
    [format.size, 'max', 'max'],
    [format.size, '64MB', undefined],
    [format.numberOrMax(), '20', '20'],
    [format.numberOrMax(), ' max ', 'max'],
    [format.numberOrMax(), '-1', undefined],
    [format.number(1, 10_000), '100', '100'],
    [format.number(1, 10_000), '0', undefined],
    [format.number(-20, 19), '-5', '-5'],
    [format.flag, 'true', '1'],
    [format.flag, '0', '0'],
    [format.flag, 'yes', undefined],
    [format.flag, 'constructor', undefined],
    [format.microseconds, '20ms', '20000'],
    [format.microseconds, '5000', '5000'],
    [format.microseconds, 'soon', undefined],
    [format.ranges, '0-3,7', '0-3,7'],
    [format.ranges, '', ''],
    [format.ranges, '0-', undefined],
    [format.words(['any']), 'any', undefined],
  ]
  for (const [{ write }, written, text] of cases) t.equal(write(written), text, written)
})

t.test('keys are read by the kind they are listed under, others as plain numbers', async t => {
  const { parse, value } = format.keyed({ durations: ['usage_usec'], flags: ['frozen'], sizes: ['anon'] })
  t.same(parse('usage_usec 1500\nfrozen 1\nanon 4096\nbrand_new 3\n'), {
    usage_usec: 1.5,
    frozen: true,
    anon: 4096,
    brand_new: 3,
  })
  t.same(value.type === 'record' && Object.keys(value.fields), ['anon', 'usage_usec', 'frozen'])
})

t.test('a duration is read in milliseconds', async t => {
  t.equal(format.microseconds.parse(recorded('cgroup/cpu.max.burst')), 5)
})
