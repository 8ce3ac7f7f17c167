import t from 'tap'
import { parseStatfs } from '../../src/kernel/statfs.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('how much a file system holds', async t => {
  t.same(parseStatfs(recorded('host/statfs')), { size: 1024 ** 2, used: 8192 })
  t.throws(() => parseStatfs('4096 256'), Unreadable)
})
