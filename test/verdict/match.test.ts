import t from 'tap'
import type { Value, ValueType } from '../../src/kernel/fact.ts'
import type { Expectation } from '../../src/lab/lab.ts'
import { type Subject, subjectKey } from '../../src/subject/subject.ts'
import type { Comparison } from '../../src/verdict/comparison.ts'
import { match } from '../../src/verdict/match.ts'
import { expect } from './recorded.ts'

const comparison: Comparison = {
  speaker: 'the kernel says',
  duration: 2000,
  before: () => ({}),
  compared: as => {
    const value = { host: 'pid:[1]', 'process box': 7 }[subjectKey(as)]
    return value === undefined
      ? { fail: `${subjectKey(as)} has ended (exit code 0)` }
      : { value, before: () => ({}) }
  },
  numberOf: name => (name === 'box' ? { value: 412 } : { fail: `${name} has ended (exit code 0)` }),
}
const { equal, compare, not, between, pattern, contain, only, sameAs, numberOf, fields, own, shared, times } =
  expect
const theBox: Subject = { kind: 'process', select: { name: 'box' } }
const nobody: Subject = { kind: 'process', select: { name: 'nobody' } }
const inf = Number.POSITIVE_INFINITY

const count: ValueType = { type: 'count' }
const processNumber: ValueType = { type: 'count', of: 'process' }
const processNumbers: ValueType = { type: 'list', of: processNumber }
const size: ValueType = { type: 'size' }
const text: ValueType = { type: 'text' }
const flag: ValueType = { type: 'flag' }
const namespace: ValueType = { type: 'namespace' }
const texts: ValueType = { type: 'list', of: text }
const events: ValueType = { type: 'record', fields: { oom: count, oom_kill: count } }
const byDevice: ValueType = { type: 'map', of: events }
const within = (share: number, of: number | { share: number; of: 'duration' }): Expectation => ({
  match: 'within',
  share,
  of,
  text: 'within',
})

/** undefined: it cannot be judged. */
const rows: [Expectation, Value, ValueType, boolean | undefined][] = [
  [equal(5), 5, count, true],
  [equal(5), 6, count, false],
  [equal(inf, 'max'), inf, size, true],
  [equal(inf, 'max'), 5, size, false],
  [equal('5'), 5, count, undefined],
  [equal(5), '5', text, undefined],
  [equal(5), Number.NaN, count, undefined],
  [equal(Number.NaN), 5, count, undefined],
  [numberOf('box'), 412, processNumber, true],
  [numberOf('box'), 7, processNumber, false],
  [numberOf('ended'), 7, processNumber, undefined],
  [not(numberOf('box')), 412, processNumber, false],
  [contain(numberOf('box')), [7, 412], processNumbers, true],
  [contain(not(numberOf('box'))), [7, 412], processNumbers, false],
  [equal(true), true, flag, true],
  [equal(true), 1, count, undefined],
  [equal('hello'), 'hello\n', text, true],
  [equal('hello'), 'hello\nworld\n', text, false],
  [equal('hello'), ['hello'], texts, undefined],
  [own, 'pid:[2]', namespace, true],
  [own, 'pid:[1]', namespace, false],
  [shared, 'pid:[1]', namespace, true],
  [shared, 'pid:[2]', namespace, false],
  [equal('pid:[1]'), 'pid:[1]', namespace, true],
  [compare('<', 5), 4, count, true],
  [compare('<', 5), 5, count, false],
  [compare('<=', 5), 5, count, true],
  [compare('>', 5), inf, size, true],
  [compare('>=', 5), 4, count, false],
  [compare('>', 5), 'six', text, undefined],
  [between(1, 3), 1, count, true],
  [between(1, 3), 3, count, true],
  [between(1, 3), 4, count, false],
  [between(3, 1), 2, count, false],
  [within(0.1, 100), 110, count, true],
  [within(0.1, 100), 111, count, false],
  [within(0.1, 100), 90, count, true],
  [within(0.5, { share: 0.2, of: 'duration' }), 600, { type: 'duration', unit: 'us' }, true],
  [within(0.5, { share: 0.2, of: 'duration' }), 601, { type: 'duration', unit: 'us' }, false],
  [within(0.1, inf), inf, size, undefined],
  [within(0.1, 0), 0, count, true],
  [times(3, theBox, 0.1), 21, count, true],
  [times(3, theBox, 0.1), 23, count, true],
  [times(3, theBox, 0.1), 24, count, false],
  [times(0.5, theBox, 0), 3.5, count, true],
  [times(3, nobody, 0.1), 21, count, undefined],
  [times(3, theBox, 0.1), inf, count, false],
  [only(), [], texts, true],
  [only(), ['cpu'], texts, false],
  [not(only()), ['cpu'], texts, true],
  [only(equal('memory'), equal('cpu')), ['cpu', 'memory'], texts, true],
  [only(equal('memory')), ['cpu', 'memory'], texts, false],
  [only(equal('memory'), equal('cpu')), ['cpu'], texts, false],
  [only(equal('cpu'), equal('cpu')), ['cpu', 'io'], texts, false],
  // The first item could take the element that only the second one fits.
  [only(pattern('.'), equal('cpu')), ['cpu', 'memory'], texts, true],
  [only(equal('8:0'), pattern('^254:')), { '254:0': {}, '8:0': {} }, byDevice, true],
  [only(equal('8:0')), { '254:0': {}, '8:0': {} }, byDevice, false],
  [only(equal('cpu')), 'cpu', text, undefined],
  [only(equal(1)), ['1'], texts, undefined],
  [expect.count(equal(2)), ['cpu', 'memory'], texts, true],
  [expect.count(compare('>=', 3)), ['cpu', 'memory'], texts, false],
  [expect.count(equal(0)), {}, byDevice, true],
  [expect.count(equal(3)), 'cpu', text, undefined],
  [pattern('^hel+o$'), 'hello\n', text, true],
  [pattern('HELLO', 'i'), 'hello', text, true],
  [pattern('hello'), 'bye', text, false],
  [pattern('5'), 5, count, undefined],
  [contain(equal('memory')), ['cpu', 'memory'], texts, true],
  [contain(equal('memory'), equal('io')), ['cpu', 'memory'], texts, false],
  [contain(pattern('^mem')), ['cpu', 'memory'], texts, true],
  [contain(not(equal('memory'))), ['cpu', 'memory'], texts, false],
  [contain(not(equal('memory'))), ['cpu'], texts, true],
  [contain(equal('memory')), [], texts, false],
  [contain(not(equal('memory'))), [], texts, true],
  [contain(), ['cpu'], texts, undefined],
  [contain(equal(5)), ['cpu'], texts, undefined],
  [contain(equal(5)), { oom: 5 }, events, undefined],
  [contain(equal('ell')), 'hello', text, true],
  [contain(equal('a'), pattern('^x')), 'abc', text, false],
  [contain(not(equal('z'))), 'abc', text, true],
  [contain(compare('>', 5)), 'abc', text, undefined],
  [fields({ oom: equal(0), oom_kill: compare('>=', 1) }), { oom: 0, oom_kill: 2 }, events, true],
  [fields({ oom: equal(0), oom_kill: compare('>=', 1) }), { oom: 0, oom_kill: 0 }, events, false],
  [fields({ oom: equal(0) }), { oom_kill: 0 }, events, false],
  [fields({ oom: not(equal(3)) }), { oom_kill: 0 }, events, false],
  [fields({ nonsense: equal(0) }), { oom: 0 }, events, undefined],
  [fields({ toString: equal(0) }), { oom: 0 }, events, undefined],
  [fields({}), { oom: 0 }, events, undefined],
  [fields({ oom: equal('0') }), { oom: 0 }, events, undefined],
  [fields({ oom: equal(0) }), 5, count, undefined],
  [fields({ '8:0': fields({ oom: equal(1) }) }), { '8:0': { oom: 1 } }, byDevice, true],
  [fields({ '8:0': fields({ oom: equal(1) }) }), {}, byDevice, false],
  [sameAs('box'), 7, count, true],
  [sameAs('box'), 8, count, false],
  [sameAs('nobody'), 8, count, undefined],
]

t.test('each matcher, on values of each type', async t => {
  for (const [expectation, value, type, matched] of rows) {
    const name = `${expectation.match} ${expectation.text} of ${JSON.stringify(value)}`
    t.equal(match(expectation, value, type, comparison).matched, matched, name)
  }
})

t.test('`not` flips what can be judged, and only that; twice is nothing', async t => {
  for (const [expectation, value, type, matched] of rows) {
    const once = match(not(expectation), value, type, comparison)
    const twice = match(not(not(expectation)), value, type, comparison)
    t.equal(once.matched, matched === undefined ? undefined : !matched, `not ${expectation.text}`)
    t.equal(twice.matched, matched)
    const plain = match(expectation, value, type, comparison)
    if (plain.matched === undefined || once.matched === undefined) continue
    t.equal(once.unlike, plain.alike)
    t.equal(once.alike, plain.unlike)
  }
})

t.test('`between` is two comparisons', async t => {
  const numbers = [-inf, -1, 0, 0.5, 1, 2, 3, 4096, inf, Number.NaN]
  for (const low of numbers)
    for (const high of numbers)
      for (const value of numbers) {
        const ask = (expectation: Expectation) => match(expectation, value, count, comparison).matched
        const both = [ask(compare('>=', low)), ask(compare('<=', high))]
        const expected = both.includes(undefined) ? undefined : both.every(Boolean)
        if (ask(between(low, high)) !== expected) t.fail(`${low} <= ${value} <= ${high}`)
      }
  t.pass('on a thousand triples')
})

t.test('failures read as sentences', async t => {
  const sentences: [Expectation, Value, ValueType, string][] = [
    [equal(67108864, '64MiB'), 134217728, size, 'expected 64MiB, the kernel says 128MiB (134217728)'],
    [not(equal(0)), 0, count, 'expected anything but 0, the kernel says 0'],
    [
      contain(equal('io'), equal('cpu')),
      ['cpu'],
      texts,
      'expected io, cpu, the kernel says cpu; of these not io',
    ],
    [fields({ oom: equal(1) }), { oom: 0 }, events, 'oom: expected 1, the kernel says 0'],
    [fields({ oom: equal(1) }), {}, events, 'oom: expected 1, there is no oom'],
    [within(0.1, 100), 50, count, 'expected within (90 to 110), the kernel says 50'],
    [own, 'pid:[1]', namespace, 'expected own, the kernel says shared with the machine, pid:[1]'],
    [
      shared,
      'pid:[2]',
      namespace,
      "expected shared, the kernel says its own, pid:[2] (the machine's is pid:[1])",
    ],
    [sameAs('box'), 8, count, 'expected same as box, the kernel says 8; that of box is 7'],
  ]
  for (const [expectation, value, type, sentence] of sentences) {
    const finding = match(expectation, value, type, comparison)
    t.equal(finding.matched === undefined ? finding.because : finding.unlike, sentence)
  }
})

t.test('sizes are compared as they are kept, where the kernel keeps whole pages', async t => {
  const pages = { ...comparison, page: 4096 }
  t.equal(match(equal(5000), 4096, size, pages).matched, true)
  t.equal(match(equal(5000), 4096, size, comparison).matched, false)
  t.equal(match(equal(5000), 8192, size, pages).matched, false)
  t.equal(match(equal(inf), inf, size, pages).matched, true)
  t.equal(match(equal(1), 0, count, pages).matched, false, 'a number of events is no size')
})

t.test('what is missing and what is there in addition is said', async t => {
  t.match(match(only(equal('io'), equal('cpu')), ['cpu', 'memory'], texts, comparison), {
    matched: false,
    unlike: 'expected only io, cpu, the kernel says cpu, memory; missing: io; in addition: memory',
    elements: [1],
  })
  t.match(match(only(), ['cpu'], texts, comparison), { unlike: 'expected empty, the kernel says cpu' })
  t.match(match(expect.count(equal(3)), ['cpu', 'io'], texts, comparison), {
    unlike: 'expected 3 in number, the kernel says 2: cpu, io',
  })
})

t.test('a multiple is told as the range that it comes to', async t => {
  t.match(match(times(3, theBox, 0.1), 5, count, comparison), {
    unlike: 'expected within 10% of 3 times the other (18.9 to 23.1; that is 7), the kernel says 5',
  })
  for (const value of [0, inf]) {
    const nothing = { ...comparison, compared: () => ({ value, before: () => ({}) }) }
    t.match(match(not(times(3, theBox, 0.1)), 0, count, nothing), {
      matched: undefined,
      why: { fail: `that of process box is ${value === 0 ? 0 : 'max'}, to which nothing has a ratio` },
    })
  }
})
