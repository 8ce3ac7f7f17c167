import t from 'tap'
import { match } from '../../src/verdict/match.ts'

const comparison = {
  speaker: 'it printed',
  before: () => ({}),
  compared: () => ({ fail: 'there is nothing to compare with' }),
  numberOf: () => ({ fail: 'there is nothing to compare with' }),
}

const failure = (expectation: Parameters<typeof match>[0], text: string) => {
  const finding = match(expectation, text, { type: 'text' }, comparison)
  return finding.matched === false ? finding.unlike : ''
}

const equal = (value: string) => ({ text: value, match: 'equal', value }) as const
const pattern = (source: string, flags = '') =>
  ({ text: `/${source}/`, match: 'pattern', source, flags }) as const

t.test('a part of the text is suggested as an item of a list', async t => {
  t.match(failure(equal('foo'), 'a foo b\n'), /to look for a part of it, write `\[foo\]`$/)
  t.match(failure(equal('foo: 1'), 'a foo: 1 b'), /write `\['foo: 1'\]`$/)
  t.match(failure(equal('12'), '1234'), /write `\['12'\]`$/)
  t.notMatch(failure(equal('foo'), 'bar'), /write/)
})

t.test('white space at the ends is named', async t => {
  t.match(failure(equal('foo'), 'foo\n\n'), /only in white space/)
  t.equal(failure(equal('foo'), 'foo\n'), '')
})

t.test('a pattern that matches a line is suggested with the flag m', async t => {
  t.match(failure(pattern('^foo$', 'i'), 'a\nFoo\nb'), /write `\/\^foo\$\/im`$/)
  t.notMatch(failure(pattern('^foo$'), 'a'), /write/)
  t.equal(failure(pattern('^foo$', 'm'), 'a\nfoo'), '')
})
