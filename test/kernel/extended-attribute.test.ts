import t from 'tap'
import { parseAttributes } from '../../src/kernel/extended-attribute.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('names and values as they were set', async t => {
  const { 'security.capability': capability = '', ...others } = parseAttributes(recorded('proc/xattrs'))
  t.same(others, { 'user.a': 'x"\\y', 'user.b=c d': '1', 'user.empty': '', 'user.lines': 'a\0\nb' })
  t.equal(capability.length, 19, 'getfattr leaves a last NUL out')
  t.same(parseAttributes(recorded('proc/xattrs-opaque')), { 'trusted.overlay.opaque': 'y' })
})

t.test('a file without any', async t => t.same(parseAttributes(''), {}))

t.test('another text is unreadable', async t => {
  t.throws(() => parseAttributes('user.a="1"\n'), Unreadable)
  t.throws(() => parseAttributes('# file: /a\nuser.a=0x31\n'), Unreadable)
})
