import t from 'tap'
import { newDraft } from '../../../../src/attempt/actor/hand/draft.ts'

const linesOf = (...keys: readonly string[]) => {
  const draft = newDraft()
  return keys.flatMap(piece => draft.type(piece))
}

t.test('keys complete lines, however they come', async t => {
  t.same(linesOf('echo hi\rls\n'), ['echo hi', 'ls'])
  t.same(linesOf(...'echo hi\r'), ['echo hi'])
  t.same(linesOf('no end'), [])
  t.same(linesOf('\x1b[200~a\rb', '\nc\x1b[201~d', '\r'), ['a\nb\ncd'], 'a bracketed paste is no Enter')
})

t.test('corrections are followed', async t => {
  t.same(linesOf('helo\x7flo\r', 'abc\x15d\r', 'one two\x17x\r', 'lost\x03\r', '\x7f\r'), [
    'hello',
    'd',
    'one x',
    '',
    '',
  ])
})

t.test('other keys are no text, and a quoted one is', async t => {
  t.same(linesOf('a\x1b[D\x1bOA\x1b[1;5Cb\x0c\x16\tc€𝄞\r'), ['ab\tc€𝄞'])
})

t.test('Ctrl-D ends the input on an empty line only', async t => {
  t.same(linesOf('\x04', 'x\x04', '\r', '\x04'), ['\x04', 'x', '\x04'])
})

t.test('a line is bounded', async t => {
  const draft = newDraft()
  draft.type('x'.repeat(100_000))
  t.equal(draft.type('\r')[0]?.length, 64 * 1024)
  draft.type('forgotten')
  draft.clear()
  t.same(draft.type('\r'), [''])
})
