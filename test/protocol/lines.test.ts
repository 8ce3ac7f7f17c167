import t from 'tap'
import { lineSplitter, longestLine } from '../../src/protocol/lines.ts'

function linesOf(chunks: Uint8Array[], longest?: number): string[] {
  const lines: string[] = []
  const take = lineSplitter(
    line => lines.push(line),
    () => lines.push('(too long)'),
    longest,
  )
  for (const chunk of chunks) take(chunk)
  return lines
}

t.test('lines are cut at newlines and nowhere else', async t => {
  const text = 'one\n\ntwo\u2028\rtwo\n€𝄞\nrest'
  const bytes = Buffer.from(text)
  for (const size of [1, 2, 3, 5, 100]) {
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    )
    t.same(linesOf(chunks), ['one', '', 'two\u2028\rtwo', '€𝄞'], `in chunks of ${size}`)
  }
})

t.test('the buffer may be used again by whoever reads', async t => {
  const lines: string[] = []
  const take = lineSplitter(
    line => lines.push(line),
    () => t.fail('no line is too long'),
  )
  const buffer = Buffer.from('abc')
  take(buffer)
  buffer.fill('x')
  take(Buffer.from('\n'))
  t.same(lines, ['abc'])
})

t.test('a long line in many chunks takes linear time', async t => {
  const chunk = Buffer.alloc(64 * 1024, 'x')
  const [line] = linesOf([...Array.from({ length: 256 }, () => chunk), Buffer.from('\n')])
  t.equal(line?.length, longestLine)
})

t.test('a line that is too long is told once, and nothing after it is taken', async t => {
  const fits = 'x'.repeat(10)
  for (const text of [`${fits}\n${fits}y\nnext\n`, `${fits}\n${fits}yyy`, `${fits}\n${'y'.repeat(1000)}\n\n`])
    for (const size of [1, 7, 2000]) {
      const bytes = Buffer.from(text)
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
        bytes.subarray(index * size, (index + 1) * size),
      )
      t.same(linesOf([...chunks, ...chunks], 10), [fits, '(too long)'])
    }
  const endless = Array.from({ length: 300 }, () => Buffer.alloc(64 * 1024, 'x'))
  t.same(linesOf(endless), ['(too long)'], 'a line without an end, by the bound of the channel')
})
