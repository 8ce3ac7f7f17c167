import t from 'tap'
import { parseStat, parseStatOfInode } from '../../src/kernel/stat.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from './fixture.ts'

t.test('every kind of file', async t => {
  const lines = recorded('proc/stat').trim().split('\n')
  t.same(
    lines.map(line => parseStat(line).kind),
    [
      ...['directory', 'block device', 'character device', 'file', 'fifo', 'file', 'symlink', 'socket'],
      ...['character device', 'file'],
    ],
  )
  t.same(parseStat(`${lines[5]}\n`), {
    kind: 'file',
    mode: '4755',
    uid: 0,
    gid: 0,
    size: 2,
    identity: '37:7',
  })
  t.same(parseStatOfInode(`${lines[5]}\n`), { links: 1, allocated: 4096, device: '' })
  t.equal(parseStat(lines[0] ?? '').mode, '0755')
})

t.test('a device is told by its numbers, which stat(1) prints in hexadecimal', async t => {
  const devices = recorded('proc/stat')
    .trim()
    .split('\n')
    .map(line => parseStatOfInode(line).device)
  t.same(devices, ['', '254:0', '1:3', '', '', '', '', '', '0:0', ''])
})

t.test('a hole takes no space, and a file may have two names', async t => {
  const sparse = recorded('proc/stat').trim().split('\n').at(-1) ?? ''
  t.match(parseStat(sparse), { size: 307_202 })
  t.match(parseStatOfInode(sparse), { allocated: 4096, links: 2 })
})

t.test('another text is unreadable', async t => {
  t.throws(() => parseStat('directory 755'), Unreadable)
  t.throws(() => parseStat('directory 755 0 0 1 1:2 1'), Unreadable)
  t.throws(() => parseStat(' 755 0 0 1 1:2 1 0 0:0'), Unreadable)
})

t.test('evidence of older versions says less of a file, which can still be judged', async t => {
  const line = 'directory 755 0 0 1 1:2'
  t.match(parseStat(line), { kind: 'directory', identity: '1:2' })
  t.throws(() => parseStatOfInode(line), Unreadable)
})

t.test('a kind of file that is not known is read as it is', async t => {
  t.match(parseStat('weird file 755 0 0 1 1:2 1 0 0:0'), { kind: 'weird file', mode: '0755' })
})
