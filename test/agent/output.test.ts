import t from 'tap'
import { type CappedOutput, cappedOutput } from '../../src/agent/output.ts'
import { linesOf } from '../../src/linux/lines.ts'

/** Head, tail and bytes dropped of a text that comes in chunks of so many bytes. */
function capped(text: string | Uint8Array, keep: number, chunk: number) {
  const bytes = Buffer.from(text)
  const output = cappedOutput(keep)
  let head = ''
  for (let at = 0; at < bytes.length; at += chunk) head += take(output, bytes.subarray(at, at + chunk))
  return { head, ...output.rest() }
}

const take = (output: CappedOutput, bytes: Uint8Array) =>
  output.take(bytes, linesOf(Buffer.from(bytes).toString('latin1')))

t.test('what fits is passed on as it comes', async t => {
  const output = cappedOutput(10)
  t.equal(take(output, Buffer.from('one')), 'one')
  t.equal(take(output, Buffer.from('two\nsix')), 'two\nsix')
  t.notOk(output.isHolding)
  t.same(output.rest(), { tail: '', dropped: 0, lines: 2 })
})

t.test('it is known whether something is held back', async t => {
  const output = cappedOutput(4)
  take(output, Buffer.from('abcd'))
  t.notOk(output.isHolding, 'the head is full, and nothing came after it')
  take(output, Buffer.from('e'))
  t.ok(output.isHolding)
  const cut = cappedOutput(4)
  t.equal(take(cut, Buffer.from('ab€')), 'ab')
  t.ok(cut.isHolding, 'a character that did not fit is held')
})

t.test('head and tail are kept whatever the chunks, and the middle is counted', async t => {
  const text = Array.from({ length: 100 }, (_, index) => String(index).padStart(3, '0')).join('')
  for (const chunk of [1, 2, 3, 7, 64, 299, 1000]) {
    t.same(
      capped(text, 12, chunk),
      { head: text.slice(0, 12), tail: text.slice(-12), dropped: 300 - 24, lines: 1 },
      `${chunk}`,
    )
  }
  t.same(capped(text, 150, 7), { head: text.slice(0, 150), tail: text.slice(150), dropped: 0, lines: 1 })
})

t.test('a character that the cut would split goes to the tail', async t => {
  for (const chunk of [1, 2, 5, 100]) {
    const { head, tail, dropped } = capped('ab€𝄞ä', 4, chunk)
    t.equal(head, 'ab')
    t.equal(
      dropped + Buffer.byteLength(head + tail),
      Buffer.byteLength('ab€𝄞ä'),
      'every byte is accounted for',
    )
    t.notMatch(tail, /\ufffd/)
  }
})

t.test('broken sequences are replaced, not waited for', async t => {
  const { head, tail } = capped(Buffer.from([0x61, 0xff, 0xfe, 0x62, 0xe2, 0x82]), 100, 1)
  t.equal(head + tail, 'a\ufffd\ufffdb\ufffd')
})

t.test('nothing is kept of a stream that may keep nothing', async t => {
  t.same(capped('abc', 0, 2), { head: '', tail: '', dropped: 3, lines: 1 })
})

t.test('lines are counted, whether they are kept or not', async t => {
  const text = Array.from({ length: 1000 }, (_, index) => `${index}\r\n\n`).join('')
  for (const chunk of [1, 7, 1000]) t.equal(capped(text, 10, chunk).lines, 1000, `${chunk}`)
})

t.test('many small chunks are joined', async t => {
  const text = Array.from({ length: 5000 }, (_, index) => String(index % 10)).join('')
  t.match(capped(text, 2000, 1), { head: text.slice(0, 2000), tail: text.slice(-2000), dropped: 1000 })
})

t.test('a tail that is no UTF-8 at all is kept', async t => {
  const { tail, dropped } = capped(Buffer.alloc(100, 0x80), 10, 7)
  t.equal(tail, '\ufffd'.repeat(10))
  t.equal(dropped, 80)
})
