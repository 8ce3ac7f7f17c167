import t from 'tap'
import { chordReader } from '../../src/screen/chord.ts'

/** What is read of pieces, with `^]` for a chord. */
function read(...pieces: readonly string[]): string[] {
  const reader = chordReader()
  return pieces.flatMap(piece => reader.read(piece)).map(typed => ('chord' in typed ? '^]' : typed.keys))
}

t.test('every encoding is a chord, wherever it is cut', async t => {
  for (const chord of ['\x1d', '\x1b[93;5u', '\x1b[27;5;93~', '\x1b[93::93;5:1u', '\x1b[93;197u'])
    for (let at = 0; at <= chord.length; at++) {
      const cut = [chord.slice(0, at), chord.slice(at)]
      // A key of its own: Escape, and Alt with a bracket.
      if (at === 1 || at === 2) continue
      t.same(read('a', ...cut, 'b'), ['a', '^]', 'b'], `${JSON.stringify(chord)} at ${at}`)
    }
})

t.test('other keys are passed on at once, as they are', async t => {
  for (const keys of [
    '\x1b',
    '\x1b[',
    '\x1b[A',
    ']',
    '\x1b[93;6u',
    '\x1b[93;1u',
    '\x1b[27;6;93~',
    'é',
    '\x03',
  ])
    t.same(read(keys), [keys], JSON.stringify(keys))
  t.same(read('\x1b[93;5:3u'), [], 'that the chord was let go is no key')
})

t.test('pasted text holds none, however it is cut', async t => {
  const pasted = '\x1b[200~a\x1db\x1b[93;5uc\x1b[201~'
  for (let at = 1; at < pasted.length; at++) {
    if (at < 3) continue
    const found = read(pasted.slice(0, at), pasted.slice(at), '\x1d')
    t.equal(found.join(''), `${pasted}^]`, `cut at ${at}`)
  }
})

t.test('what is held back is handed over', async t => {
  const reader = chordReader()
  t.same(reader.read('\x1b[9'), [])
  t.equal(reader.flush(), '\x1b[9')
  t.equal(reader.flush(), '')
})
