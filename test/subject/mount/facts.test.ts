import t from 'tap'
import { Unreadable } from '../../../src/linux/unreadable.ts'
import { facts, presence } from '../../../src/subject/mount/facts.ts'
import { isPresent, missingText } from '../../../src/subject/presence.ts'
import { recorded } from '../../kernel/fixture.ts'

const text = recorded('proc/mountinfo-propagation')
const read = (name: string, path: string) => facts[name]?.parse([text], { pid: 1, path })

t.test('facts of the mount that is seen', async t => {
  t.equal(read('exists', '/tmp/p1'), true)
  t.equal(read('source', '/tmp/p1'), 'over')
  t.equal(read('type', '/tmp/mg'), 'overlay')
  t.same(read('options', '/tmp/p4'), ['ro', 'relatime'])
  t.equal(read('propagation', '/tmp/p4'), 'unbindable')
  t.equal(read('root', '/tmp/p4'), '/')
  t.match(read('super_options', '/tmp/mg'), ['rw', 'lowerdir=/tmp/lo', 'upperdir=/tmp/up'])
})

t.test('how full its file system is', async t => {
  const use = (name: string) => facts[name]?.parse([recorded('host/statfs')], { pid: 1, path: '/tmp/p1' })
  t.equal(use('size'), 1024 ** 2)
  t.equal(use('used'), 8192)
})

t.test('a path on which nothing is mounted', async t => {
  const bound = { pid: 1, path: '/etc' }
  t.equal(isPresent(presence, { text }, bound), false)
  t.equal(isPresent(presence, { errno: 'ENOENT' }, bound), undefined, 'the process is gone: nobody knows')
  t.equal(missingText(presence, bound), 'nothing is mounted on /etc')
  t.throws(() => read('type', '/etc'), Unreadable)
})
