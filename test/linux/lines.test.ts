import t from 'tap'
import { countLines, lineCounter, linesOf } from '../../src/linux/lines.ts'

const texts: [text: string, lines: number][] = [
  ['', 0],
  ['\n\n \n\t\r\n', 0],
  ['a', 1],
  ['a\n', 1],
  ['a\n\nb', 2],
  ['\na\r\n\r\n  b\r\n', 2],
  ['  \n x \n \f\v\ny\n  ', 2],
  ['\r50%\r100%\n', 1],
  ['\u0000\n', 1],
  ['€\n𝄞\nä', 3],
]

t.test('lines are counted that are not blank', async t => {
  for (const [text, lines] of texts) t.equal(countLines(text), lines, JSON.stringify(text))
})

t.test('a text is counted the same in pieces of any length', async t => {
  for (const [text, lines] of texts)
    for (let length = 1; length <= text.length; length++) {
      const counter = lineCounter()
      for (let at = 0; at < text.length; at += length) counter.add(linesOf(text.slice(at, at + length)))
      t.equal(counter.count(), lines, `${JSON.stringify(text)} in pieces of ${length}`)
    }
})

t.test('what a piece says of its lines', async t => {
  t.same(linesOf(' \t'), { newlines: 0, begins: false, goesOn: false })
  t.same(linesOf('a'), { newlines: 0, begins: true, goesOn: true })
  t.same(linesOf('\n \na\n\nb'), { newlines: 2, begins: false, goesOn: true })
  t.same(linesOf('a\n'), { newlines: 1, begins: true, goesOn: false })
})
