import t from 'tap'
import { condensed, keptText } from '../../src/screen/kept-text.ts'

t.test('a text that fits is kept as it is, and handed over once', async t => {
  const kept = keptText(100)
  kept.add('one\n')
  kept.add('\x1b[31mtwo')
  t.equal(kept.take(), 'one\n\x1b[31mtwo')
  t.equal(kept.take(), '')
})

t.test('of a flood its last lines are kept, and the modes that it leaves on or off', async t => {
  const kept = keptText(1_000)
  kept.add('\x1b[?2004h\x1b[?1049h\x1b[3;20r\x1b[>4;2m\x1b[?25l\x1b[4 q')
  for (let line = 0; line < 10_000; line++) kept.add(`\x1b[?25${line % 2 ? 'h' : 'l'}line ${line}\n`)
  kept.add('\x1b[?1049l')
  const text = kept.take()
  t.ok(text.length < 2_500, `${text.length}`)
  t.match(text, /^\x1b\[\?2004h\x1b\[\?1049h\x1b\[3;20r\x1b\[>4;2m\x1b\[4 q\x1b\[\?25[hl]\x1b\[m/)
  t.match(text, /line 9998\n\x1b\[\?25hline 9999\n\x1b\[\?1049l$/)
  t.notMatch(text, 'line 5000')
})

t.test('nothing is cut inside a line that has a beginning', async t => {
  t.equal(condensed(`${'a'.repeat(50)}\nlast`, 10), '\x1b[mlast')
  t.equal(condensed('a'.repeat(50), 10), `\x1b[m${'a'.repeat(10)}`)
})
