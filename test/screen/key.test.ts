import t from 'tap'
import { keyReader } from '../../src/screen/key.ts'

const read = (...pieces: readonly string[]) => {
  const reader = keyReader()
  return pieces.flatMap(reader).map(key => ('key' in key ? key.key : `paste ${key.pasted}`))
}

t.test('keys by their names, and characters', async t => {
  t.same(read('n\x1b[A\x1bOB\x1b[5~\r\x7fé\u{1f600}\x1b'), [
    ...['n', 'up', 'down', 'page-up', 'enter', 'backspace', 'é', '\u{1f600}', 'escape'],
  ])
  t.same(read('\x1d', '\x1b[93;5u', '\x1b[27;5;93~'), ['chord', 'chord', 'chord'])
})

t.test('pasted text is one, in however many pieces; answers of the terminal are none', async t => {
  t.same(read('\x1b[200~q', 'xy\n', 'z\x1b[201~n'), ['paste qxy\nz', 'n'])
  t.same(read('\x1b[?62;22c\x1b[24;80R\x1b]11;rgb:0/0/0\x07\x1b[<0;1;1M'), [])
  const [key] = keyReader()('\x1b[Ax')
  t.equal(key?.until, 3)
})
