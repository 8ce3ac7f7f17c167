import t from 'tap'
import { isUrgent, physicalLines, pressedPieces, typedKeys } from '../../../../src/attempt/actor/hand/keys.ts'

t.test('a line is typed with its Enter, and quotes what an editor takes for a command', async t => {
  t.same(physicalLines('a\n\tb\n'), ['a', '\tb'])
  t.same(physicalLines(''), [''])
  t.equal(typedKeys('\ta\x7f'), '\x16\ta\x16\x7f\r')
  t.equal(typedKeys('\x04'), '\x04')
})

t.test('pasted text is cut after each Enter, and a bracketed paste is not', async t => {
  t.same(pressedPieces('a\rb\nc\r\nd'), ['a\r', 'b\n', 'c\r\n', 'd'])
  t.same(pressedPieces('x\x1b[200~a\rb\x1b[201~\rc'), ['x\x1b[200~a\rb\x1b[201~\r', 'c'])
  t.same(pressedPieces('\x1b[200~a\rb'), ['\x1b[200~a\rb'])
  t.same(pressedPieces(''), [])
  const long = `${'x'.repeat(1_000_000)}\r`
  t.same(pressedPieces(long), [long])
})

t.test('keys that make signals are urgent', async t => {
  t.same(['\x03', 'a\x1a', '\x1c', '\x04', 'a\r'].map(isUrgent), [true, true, true, false, false])
})
