import t from 'tap'
import { excerpt } from '../../src/verdict/excerpt.ts'

t.test('a short text is shown whole', async t => {
  t.equal(excerpt('67108864\n'), '67108864')
  t.equal(excerpt('a 1\nb 2\n'), 'a 1\nb 2')
  t.equal(excerpt(''), '')
})

t.test('a long text is shown from its head', async t => {
  const text = Array.from({ length: 10 }, (_, n) => `line ${n}`).join('\n')
  t.equal(excerpt(text), 'line 0\nline 1\nline 2\nline 3\n… 6 more lines')
  t.equal(excerpt('1\n2\n3\n4\n5\n'), '1\n2\n3\n4\n… 1 more line')
})

t.test('what was not kept is told', async t => {
  t.equal(excerpt('a\n', { missing: 7 }), 'a\n… 7 bytes that were not kept')
  t.equal(
    excerpt('1\n2\n3\n4\n5\n', { missing: 7 }),
    '1\n2\n3\n4\n… 1 more line, and 7 bytes that were not kept',
  )
})

t.test('a long line is cut around what matched', async t => {
  const line = `${'x'.repeat(1000)}needle${'y'.repeat(1000)}`
  t.match(excerpt(line), /^x{400}…$/)
  t.match(excerpt(line, { at: 1000 }), /^…x{100}needley{294}…$/)
  t.match(excerpt(line, { at: 2000 }), /^…y{400}$/)
  t.equal(excerpt('short', { at: 3 }), 'short')
})
