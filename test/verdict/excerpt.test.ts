import t from 'tap'
import { excerpt, type Saying } from '../../src/verdict/excerpt.ts'

const saysNumber = (text: string): Saying => {
  const found = /^b (\d+)$/m.exec(text)?.[1]
  return found === undefined ? undefined : found === '2' ? 'same' : 'other'
}

t.test('the line that says it alone', async t => {
  t.equal(excerpt('a 1\nb 2\nc 3\n', saysNumber), 'b 2')
})

t.test('a text of one line is its own excerpt', async t => {
  t.equal(
    excerpt('67108864\n', () => undefined),
    '67108864',
  )
  t.equal(
    excerpt('', () => 'same'),
    '',
  )
})

const strict = (text: string): Saying => {
  const lines = text.split('\n')
  if (!lines.some(line => line.startsWith('a ')) || !lines.some(line => line.startsWith('Name:')))
    return undefined
  return saysNumber(text)
}

t.test('where all lines are needed, the one whose digits matter', async t => {
  t.equal(excerpt('a 1\nName: x\nb 2\n', strict), 'b 2')
})

t.test('where no digit matters, the line that bears the name', async t => {
  const word = (text: string): Saying =>
    strict(text) === undefined ? undefined : /x/.test(text) ? 'same' : 'other'
  t.equal(excerpt('a 1\nName: x\nb 2\n', word, ['name']), 'Name: x')
  t.equal(excerpt('a 1\nName: x\nb 2\n', word, ['no_such']), 'a 1\nName: x\nb 2')
})

t.test('what says the same when it is empty, or never says it, is shown from its head', async t => {
  const text = Array.from({ length: 10 }, (_, n) => `line ${n}`).join('\n')
  for (const says of [() => 'same', () => undefined, () => 'other'] as (() => Saying)[])
    t.equal(excerpt(text, says), 'line 0\nline 1\nline 2\nline 3\n… 6 more lines')
})

t.test('a huge text is not searched for long', async t => {
  const text = 'x 1\n'.repeat(100_000)
  let asked = 0
  excerpt(text, () => {
    asked++
    return 'same'
  })
  t.ok(asked <= 1, `asked ${asked} times`)
  t.ok(excerpt('y'.repeat(1_000_000), () => 'same').length < 500)
})
