import t from 'tap'
import { printable, printableJson, printableValue, unsafe } from '../src/printable.ts'

const texts: [string, string][] = [
  ['plain\ttext\n', 'plain\ttext\n'],
  ['one\r\ntwo', 'one\ntwo'],
  ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
  ['\u001b]0;title\u0007shown', '\\x1b]0;title\\x07shown'],
  ['\u001b[2J\u001b[H', '\\x1b[2J\\x1b[H'],
  ['bell\u0007', 'bell\\x07'],
  ['nul\u0000', 'nul\\x00'],
  ['\u009b31mred', '\\x9b31mred'],
  ['\u001bPdevice\u001b\\shown', '\\x1bPdevice\\x1b\\shown'],
  ['\u0085next', '\\x85next'],
  ['cut off \u001b', 'cut off \\x1b'],
  ['\u001b\u001b[m[2J', '\\x1b\\x1b[m[2J'],
  ['progress\rdone', 'progress\\x0ddone'],
  ['\u202eexe.txt', '\\u202eexe.txt'],
  ['\u2066a\u2069 \u200e\u200f\u061c', '\\u2066a\\u2069 \\u200e\\u200f\\u061c'],
  ['pa\u200bss \u2060\ufeff\u00ad', 'pa\\u200bss \\u2060\\ufeff\\xad'],
  ['one\u2028two\u2029', 'one\\u2028two\\u2029'],
  ['half \ud800 of', 'half \\ud800 of'],
  ['hidden \u{e0041}', 'hidden \\u{e0041}'],
  ['日本 👩‍🚀 می‌خواهم', '日本 👩‍🚀 می‌خواهم'],
]
t.test('text of others cannot move the cursor or change colours', async t => {
  for (const [text, shown] of texts) t.equal(printable(text), shown, printableJson(text))
})

t.test('JSON means the same and can be printed', async t => {
  const value = { 'a\u202e': texts.map(([text]) => text), number: 1, nothing: null }
  for (const text of [printableJson(value), printableJson(value, 2)]) {
    t.same(JSON.parse(text), value)
    t.equal(text.search(unsafe), -1)
  }
  t.equal(
    printableJson({ a: Number.POSITIVE_INFINITY }, undefined, (_, value) =>
      value === 1 / 0 ? 'max' : value,
    ),
    '{"a":"max"}',
  )
})

t.test('a value is made printable wherever it holds text', async t => {
  t.same(printableValue({ a: ['\u0007', { 'b\u0007': '\u009b' }], n: 1, u: undefined, z: null }), {
    ...{ a: ['\\x07', { 'b\\x07': '\\x9b' }], n: 1, u: undefined, z: null },
  })
})
