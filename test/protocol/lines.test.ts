import t from 'tap'
import { lineSplitter } from '../../src/protocol/lines.ts'

function linesOf(chunks: Uint8Array[]): string[] {
  const lines: string[] = []
  const take = lineSplitter(line => lines.push(line))
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
  const take = lineSplitter(line => lines.push(line))
  const buffer = Buffer.from('abc')
  take(buffer)
  buffer.fill('x')
  take(Buffer.from('\n'))
  t.same(lines, ['abc'])
})

t.test('a long line in many chunks takes linear time', async t => {
  const chunk = Buffer.alloc(64 * 1024, 'x')
  const [line] = linesOf([...Array.from({ length: 512 }, () => chunk), Buffer.from('\n')])
  t.equal(line?.length, 32 * 2 ** 20)
})
