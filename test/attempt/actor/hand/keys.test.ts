import t from 'tap'
import {
  isReport,
  isUrgent,
  physicalLines,
  pressedPieces,
  typedKeys,
} from '../../../../src/attempt/actor/hand/keys.ts'

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

t.test('what a terminal says of itself is not typed', async t => {
  const reports = [
    '\x1b[12;34R',
    '\x1b[?12;34R',
    '\x1b[?1;2c',
    '\x1b[>0;276;0c',
    '\x1b[0n',
    '\x1b[I',
    '\x1b[O',
    '\x1b[?2026;2$y',
  ]
  const strings = ['\x1b]11;rgb:0000/0000/0000\x1b\\', '\x1b]10;rgb:f/f/f\x07', '\x1bP>|xterm.js(5.5)\x1b\\']
  for (const report of [...reports, ...strings, '\x1b[1;1R\x1b[?1;2c'])
    t.ok(isReport(report), JSON.stringify(report))
  const keys = [
    '',
    'R',
    'ls\r',
    '\x1b',
    '\x1b[A',
    '\x1bOP',
    '\x1b[15~',
    '\x1b[1;5C',
    '\x1b[200~ls\x1b[201~',
    '\x1b[1;1Rls',
    '\x03',
  ]
  for (const typed of keys) t.notOk(isReport(typed), JSON.stringify(typed))
})
