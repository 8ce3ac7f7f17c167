import t from 'tap'
import { foldOutput } from '../../../../src/report/format/pretty/fold.ts'

function folded(pieces: readonly string[], all = false): string[] {
  const lines: string[] = []
  const fold = foldOutput(line => lines.push(line), { all })
  for (const piece of pieces) fold.text(piece)
  fold.end()
  return lines
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => String(index + 1))
const text = (count: number) => numbered(count).map(line => `${line}\n`)

t.test('what is short stays whole', async t => {
  for (const count of [0, 1, 14, 15, 20, 21]) t.same(folded(text(count)), numbered(count), `${count} lines`)
})

t.test('what is long keeps its head and its tail, and tells how much is between', async t => {
  for (const count of [22, 23, 100, 1000]) {
    const all = numbered(count)
    t.same(
      folded(text(count)),
      [...all.slice(0, 14), `… ${count - 20} more lines …`, ...all.slice(-6)],
      `${count} lines`,
    )
  }
})

t.test('however it is cut into pieces', async t => {
  const whole = text(100).join('')
  for (const size of [1, 2, 3, 7, 1000]) {
    const pieces = Array.from({ length: Math.ceil(whole.length / size) }, (_, n) =>
      whole.slice(n * size, (n + 1) * size),
    )
    t.same(folded(pieces), folded([whole]), `pieces of ${size}`)
  }
})

t.test('nothing is folded where all is wanted', async t => {
  t.same(folded(text(500), true), numbered(500))
})

t.test('the head is written as it comes', async t => {
  const lines: string[] = []
  const fold = foldOutput(line => lines.push(line), { all: false })
  fold.text('one\ntwo')
  t.same(lines, ['one'])
  fold.end()
  t.same(lines, ['one', 'two'])
})

t.test('a progress bar is its last state', async t => {
  t.same(folded(['10%\r50%\r100%\r\n', 'done\r\n']), ['100%', 'done'])
})

/** Two texts with a gap between. */
function cut(before: string, after: string, all = false): string[] {
  const lines: string[] = []
  const fold = foldOutput(line => lines.push(line), { all })
  fold.text(before)
  fold.gap(123)
  fold.text(after)
  fold.end()
  return lines
}

t.test('what was not kept is told in its place, or with what is folded away', async t => {
  t.same(cut('one\ntw', 'o\nthree'), ['one', 'tw', '[… 123 bytes not kept …]', 'o', 'three'])
  t.same(cut('', 'one'), ['[… 123 bytes not kept …]', 'one'])
  const all = numbered(14)
  t.same(cut(text(30).join(''), text(40).join('')), [
    ...all,
    '… 50 more lines, and 123 bytes that were not kept …',
    ...numbered(40).slice(-6),
  ])
  t.same(cut(text(30).join(''), text(3).join('')), [
    ...all,
    '… 14 more lines …',
    '29',
    '30',
    '[… 123 bytes not kept …]',
    '1',
    '2',
    '3',
  ])
  t.equal(cut(text(30).join(''), text(40).join(''), true).length, 71)
})
