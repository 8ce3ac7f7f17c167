import t from 'tap'
import { cappedOutput } from '../../src/agent/output.ts'

/** Head, tail and bytes dropped of a text that comes in chunks of so many bytes. */
function capped(text: string | Uint8Array, keep: number, chunk: number) {
  const bytes = Buffer.from(text)
  const output = cappedOutput(keep)
  let head = ''
  for (let at = 0; at < bytes.length; at += chunk) head += output.take(bytes.subarray(at, at + chunk))
  return { head, ...output.rest() }
}

t.test('what fits is passed on as it comes', async t => {
  const output = cappedOutput(10)
  t.equal(output.take(Buffer.from('one')), 'one')
  t.equal(output.take(Buffer.from('two')), 'two')
  t.same(output.rest(), { tail: '', dropped: 0 })
})

t.test('head and tail are kept whatever the chunks, and the middle is counted', async t => {
  const text = Array.from({ length: 100 }, (_, index) => String(index).padStart(3, '0')).join('')
  for (const chunk of [1, 2, 3, 7, 64, 299, 1000]) {
    t.same(
      capped(text, 12, chunk),
      { head: text.slice(0, 12), tail: text.slice(-12), dropped: 300 - 24 },
      `${chunk}`,
    )
  }
  t.same(capped(text, 150, 7), { head: text.slice(0, 150), tail: text.slice(150), dropped: 0 })
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
  t.same(capped('abc', 0, 2), { head: '', tail: '', dropped: 3 })
})
