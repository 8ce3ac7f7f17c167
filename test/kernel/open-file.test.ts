import t from 'tap'
import { parseOpenFiles } from '../../src/kernel/open-file.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('each descriptor with its target, whatever characters that has', async t => {
  const files = parseOpenFiles(recorded('proc/fd'))
  t.same(Object.keys(files), ['0', '1', '2', '3', '4'])
  t.equal(files[0], '/tmp/a "b\nc')
  const [line = ''] = recorded('proc/fd').split('\n').slice(-2)
  t.same(parseOpenFiles(`total 0\n${line.replace(/-> .*/, String.raw`-> "/a\033\\\tb"`)}`), {
    4: '/a\x1b\\\tb',
  })
})

t.test('a process that has closed all has none', async t => {
  t.same(parseOpenFiles('total 0\n'), {})
})

t.test('anything else is unreadable', async t => {
  t.throws(() => parseOpenFiles(''), Unreadable)
  t.throws(() => parseOpenFiles(recorded('proc/fd').replace('"3"', '3')), { message: /DESCRIPTOR/ })
})
