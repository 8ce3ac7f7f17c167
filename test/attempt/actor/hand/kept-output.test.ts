import t from 'tap'
import { keptOutput } from '../../../../src/attempt/actor/hand/kept-output.ts'

const keep = 64 * 1024

t.test('short output is kept whole', async t => {
  const kept = keptOutput()
  kept.add('a\r\n')
  kept.add('b')
  t.same(kept.shown(), { output: 'a\nb' })
  t.same(kept.shown(), { output: 'a\nb' }, 'and can be asked for again')
})

t.test('of a long one, head and tail are kept, and all lines counted', async t => {
  const kept = keptOutput()
  for (let line = 0; line < 100_000; line++) kept.add(`${String(line).padStart(9, '0')}\r\n`)
  const { output, cut } = kept.shown()
  t.match(output, /^000000000\n000000001\n/)
  t.match(output, /\n000099999\n$/)
  t.same([cut?.bytes, cut?.lines], [100_000 * 11 - 2 * keep, 100_000])
  t.equal(output.slice(cut?.at).split('\n').length, Math.floor(keep / 11) + 2)
})

t.test('what the agent left out is a gap', async t => {
  const kept = keptOutput()
  kept.add('a\n')
  kept.skip({ bytes: 1000, lines: 10 })
  kept.add('b\n')
  t.same(kept.shown(), { output: 'a\nb\n', cut: { at: 2, bytes: 1000, lines: 12 } })
  kept.skip({ bytes: 1, lines: 0 })
  kept.add('c')
  t.same(kept.shown(), { output: 'a\nc', cut: { at: 2, bytes: 1003, lines: 13 } })
})
