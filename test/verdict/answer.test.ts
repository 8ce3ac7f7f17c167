import t from 'tap'
import type { Value, ValueType } from '../../src/kernel/fact.ts'
import { readAnswer, writeAnswer, wrongAnswer } from '../../src/verdict/answer.ts'

const rows: [Value, ValueType, string][] = [
  [413, { type: 'count' }, '413'],
  [Number.POSITIVE_INFINITY, { type: 'count' }, 'max'],
  [67108864, { type: 'size' }, '67108864'],
  [20, { type: 'duration', unit: 'us' }, '20ms'],
  [0.036, { type: 'duration', unit: 'us' }, '0.036ms'],
  [0.2, { type: 'share' }, '20%'],
  [true, { type: 'flag' }, 'true'],
  ['whale', { type: 'text' }, 'whale'],
  ['domain', { type: 'word', words: ['domain', 'threaded'] }, 'domain'],
  ['pid:[4026531836]', { type: 'namespace' }, 'pid:[4026531836]'],
]

t.test('an answer that is written is read back as the same value, and a wrong one as another', async t => {
  for (const [value, type, text] of rows) {
    t.equal(writeAnswer(value, type), text)
    t.same(readAnswer(text, type), value, text)
    const wrong = readAnswer(wrongAnswer(value, type), type)
    t.not(typeof wrong, 'object', text)
    t.notSame(wrong, value, text)
  }
})

t.test('what is of no such type is told', async t => {
  t.same(readAnswer('64MB', { type: 'size' }), { wrong: '64MB is not a size, such as `64MiB`' })
  t.same(readAnswer('perhaps', { type: 'flag' }), {
    wrong: 'perhaps is not `true` or `false`, or 1 or 0 as the kernel writes them',
  })
})
