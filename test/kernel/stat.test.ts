import t from 'tap'
import { parseStat } from '../../src/kernel/stat.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('every kind of file', async t => {
  const lines = recorded('proc/stat').trim().split('\n')
  t.same(
    lines.map(line => parseStat(line).kind),
    ['directory', 'block device', 'character device', 'file', 'fifo', 'file', 'symlink', 'socket'],
  )
  t.same(parseStat(`${lines[5]}\n`), {
    kind: 'file',
    mode: '4755',
    uid: 0,
    gid: 0,
    size: 2,
    identity: '31:165',
  })
  t.equal(parseStat(lines[0] ?? '').mode, '0755')
})

t.test('another text is unreadable', async t => {
  t.throws(() => parseStat('directory 755'), Unreadable)
  t.throws(() => parseStat(' 755 0 0 1 1:2'), Unreadable)
})

t.test('a kind of file that is not known is read as it is', async t => {
  t.match(parseStat('weird file 755 0 0 1 1:2'), { kind: 'weird file', mode: '0755' })
})
