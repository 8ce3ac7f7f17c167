import t from 'tap'
import { markFinder } from '../../src/agent/mark.ts'

const mark = 'unboxed-0123456789abcdef'

/** What comes before the mark, its status, and what follows, of a text in chunks of so many bytes. */
function found(text: string, chunk: number) {
  const bytes = Buffer.from(text)
  const finder = markFinder(mark)
  let before = ''
  for (let at = 0; at < bytes.length; at += chunk) {
    const next = finder.take(bytes.subarray(at, at + chunk))
    before += Buffer.from(next.before).toString('latin1')
    const after = bytes.subarray(at + chunk).toString('latin1')
    if (next.end)
      return {
        before,
        status: next.end.status,
        after: Buffer.from(next.end.after).toString('latin1') + after,
      }
  }
  return { before, rest: Buffer.from(finder.rest()).toString('latin1') }
}

for (const chunk of [1, 2, 3, 10, 25, 26, 27, 28, 1000])
  t.test(`in chunks of ${chunk}`, async t => {
    for (const output of [
      '',
      'one\n',
      'no newline',
      'u',
      'unboxed-',
      '\r\n',
      `${mark}`,
      `${mark} x\n`,
      `${mark} 1000\n`,
    ]) {
      t.same(found(`${output}${mark} 7\n`, chunk), { before: output, status: 7, after: '' }, output)
      t.same(
        found(`${output}${mark} 130\nlate`, chunk),
        { before: output, status: 130, after: 'late' },
        output,
      )
      t.same(found(output, chunk).before + found(output, chunk).rest, output, 'without it nothing is lost')
    }
  })

t.test('what cannot become the mark is passed on at once, as the chunk that it is', async t => {
  const finder = markFinder(mark)
  t.match(finder.take(Buffer.from('one\n')), { isChunk: true })
  t.match(finder.take(Buffer.from('two\nunb')), { isChunk: false, before: Buffer.from('two\n') })
  t.match(finder.take(Buffer.from('ent\n')), { isChunk: false, before: Buffer.from('unbent\n') })
  t.match(finder.take(Buffer.from('x')), { isChunk: true })
})
