import t from 'tap'
import { parseFlag, parseLine, parseNumber, parseNumberOrMax } from '../../src/kernel/single.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('numbers', async t => {
  t.equal(parseNumber(recorded('cgroup/cpu.weight')), 200)
  t.equal(parseNumber(recorded('cgroup/cpu.weight.nice')), -3)
  t.equal(parseNumberOrMax(recorded('cgroup/memory.max')), 67_108_864)
  t.equal(parseNumberOrMax(recorded('cgroup/memory.high')), Number.POSITIVE_INFINITY)
})

t.test('flags and lines', async t => {
  t.equal(parseFlag(recorded('cgroup/memory.oom.group')), true)
  t.equal(parseFlag(recorded('cgroup/cgroup.freeze')), false)
  t.equal(parseLine(recorded('proc/hostname')), 'box')
})

t.test('anything else is unreadable, and what was found is quoted', async t => {
  t.throws(() => parseNumber('max\n'), Unreadable)
  t.throws(() => parseNumber('1 2\n'), { message: 'expected one whole number, found "1 2\\n"' })
  t.throws(() => parseNumberOrMax(''), Unreadable)
  t.throws(() => parseNumberOrMax('1.5'), Unreadable)
  t.throws(() => parseFlag('2\n'), Unreadable)
  t.throws(() => parseLine('a\nb\n'), Unreadable)
})
