import t from 'tap'
import { terminalText } from '../../src/linux/terminal-text.ts'

t.test('lines of a terminal are lines of text', async t => {
  t.equal(terminalText('a\r\nb\tc\r\n'), 'a\nb\tc\n')
  t.equal(terminalText('a\r\r\nb'), 'a\nb')
})

t.test('what was overwritten is not shown', async t => {
  t.equal(terminalText('10%\r100%\r\n'), '100%\n')
  t.equal(terminalText('longer\rno'), 'nonger')
  t.equal(terminalText('longer\r\x1b[Kno'), 'no')
  t.equal(terminalText('tost\b\b\best'), 'test')
  t.equal(terminalText('\b\bx'), 'x')
})

t.test('control sequences are left out', async t => {
  t.equal(terminalText('\x1b[1;31mred\x1b[m \x1b]0;title\x07a\x1b]8;;x\x1b\\b\x1b(Bc\x1b7d\x07'), 'red abcd')
  t.equal(terminalText('\x1b[?2004h\x1b[?2004l€𝄞'), '€𝄞')
  t.equal(terminalText('end\x1b'), 'end')
  t.equal(terminalText('\x1b]unfinished'), '')
})

t.test('a long line of control characters takes no long time', async t => {
  const began = performance.now()
  t.equal(terminalText('\x1b]\x1b[\r'.repeat(50_000)), '')
  t.ok(performance.now() - began < 2000)
})
