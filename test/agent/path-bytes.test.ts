import t from 'tap'
import { bytesOf, readable } from '../../src/agent/path-bytes.ts'

t.test('a path of bytes is shown to a person', async t => {
  for (const [bytes, shown] of [
    ['/plain path', '/plain path'],
    [Buffer.from('/übung').toString('latin1'), '/übung'],
    ['/\xfc', '/\\xfc'],
    ['/a\rb\nc\x1b[2J', '/a\\x0db\\x0ac\\x1b[2J'],
    [Buffer.from('/\u009b').toString('latin1'), '/\\x9b'],
  ] as const)
    t.equal(readable(bytes), shown)
})

t.test('every byte survives', async t => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  t.same(bytesOf(all.toString('latin1')), all)
  t.match(readable(all.toString('latin1')), /^[ -~]+$/)
})
