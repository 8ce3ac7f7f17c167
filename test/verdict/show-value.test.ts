import t from 'tap'
import type { Value, ValueType } from '../../src/kernel/fact.ts'
import { showValue } from '../../src/verdict/show-value.ts'

const size: ValueType = { type: 'size' }
const duration: ValueType = { type: 'duration', unit: 'us' }
const text: ValueType = { type: 'text' }
const events: ValueType = { type: 'record', fields: { oom: { type: 'count' }, peak: size } }

const rows: [Value, ValueType, string][] = [
  [67108864, size, '64MiB (67108864)'],
  [100_000_000, size, '95.37MiB (100000000)'],
  [0, size, '0 bytes'],
  [1, size, '1 byte'],
  [1023, size, '1023 bytes'],
  [2 ** 50, size, '1PiB (1125899906842624)'],
  [Number.POSITIVE_INFINITY, size, 'max'],
  [Number.POSITIVE_INFINITY, { type: 'count' }, 'max'],
  [1500, duration, '1.5s'],
  [0, duration, '0ms'],
  [0.036, duration, '36us'],
  [250, duration, '250ms'],
  [125_000, duration, '2m 5s'],
  [179_900, duration, '3m 0s'],
  [0.2, { type: 'share' }, '20%'],
  [0.1234567, { type: 'share' }, '12.35%'],
  ['box', text, 'box'],
  ['', text, '(empty)'],
  ['one\n', text, 'one'],
  ['one\ntwo\n', text, 'one … (2 lines)'],
  ['x'.repeat(1000), text, `${'x'.repeat(160)}…`],
  [true, { type: 'flag' }, 'true'],
  ['pid:[4026531836]', { type: 'namespace' }, 'pid:[4026531836]'],
  [['memory', 'pids'], { type: 'list', of: text }, 'memory, pids'],
  [[], { type: 'list', of: text }, '(none)'],
  [
    Array.from({ length: 20 }, (_, n) => n),
    { type: 'list', of: { type: 'count' } },
    '0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 … (20 in all)',
  ],
  [{ oom: 1, peak: 4096 }, events, 'oom 1, peak 4KiB (4096)'],
  [{ new: 1 }, events, 'new 1'],
  [{ '8:0': { oom: 2, peak: 0 } }, { type: 'map', of: events }, '8:0 {oom 2, peak 0 bytes}'],
  ['text where a number is due', size, '"text where a number is due"'],
]

t.test('values are shown as people read them', async t => {
  for (const [value, type, shown] of rows) t.equal(showValue(value, type), shown)
})
