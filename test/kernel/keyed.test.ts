import t from 'tap'
import { parseFlatKeyed, parseNestedKeyed } from '../../src/kernel/keyed.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('a flat-keyed file, keys nobody knows included', async t => {
  const events = parseFlatKeyed(recorded('cgroup/memory.events'), Number)
  t.same(events, { low: 0, high: 0, max: 41, oom: 1, oom_kill: 2, oom_group_kill: 1 })
  t.same(parseFlatKeyed('brand_new 7\n', Number), { brand_new: 7 })
})

t.test('a nested-keyed file', async t => {
  t.same(parseNestedKeyed(recorded('cgroup/io.max')), {
    '254:0': { rbps: 1_048_576, wbps: Number.POSITIVE_INFINITY, riops: Number.POSITIVE_INFINITY, wiops: 120 },
  })
  t.same(Object.keys(parseNestedKeyed(recorded('root-cgroup/io.stat'))), ['254:16', '254:0'])
  t.same(parseNestedKeyed(''), {})
  t.same(parseNestedKeyed('8:0 \n'), { '8:0': {} })
  t.same(parseNestedKeyed('8:0 cost.vrate=100.25\n'), { '8:0': { 'cost.vrate': 100.25 } })
})

t.test('other texts are unreadable', async t => {
  t.throws(() => parseFlatKeyed('one two three\n', Number), Unreadable)
  t.throws(() => parseNestedKeyed('8:0 rbytes\n'), Unreadable)
  t.throws(() => parseNestedKeyed('8:0 rbytes=many\n'), Unreadable)
})
