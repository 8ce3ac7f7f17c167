import t from 'tap'
import { mountAt, parseMountinfo } from '../../src/linux/mountinfo.ts'
import { Unreadable } from '../../src/linux/unreadable.ts'
import { recorded } from '../kernel/fixture.ts'

const mounts = parseMountinfo(recorded('proc/mountinfo'))
const propagating = parseMountinfo(recorded('proc/mountinfo-propagation'))

t.test('all fields of a line', async t => {
  t.equal(mounts.length, 11)
  t.same(mountAt(mounts, '/tmp/a b'), {
    id: 51,
    parent: 48,
    device: '0:35',
    root: '/',
    target: '/tmp/a b',
    options: ['rw', 'relatime'],
    propagation: 'private',
    type: 'tmpfs',
    source: 'my source',
    superOptions: ['rw', 'size=1024k', 'uid=1000', 'gid=1000', 'inode64'],
  })
})

t.test('tab, backslash and newline are decoded', async t => {
  t.equal(propagating.find(({ source }) => source === 'three')?.target, '/tmp/tab\t\\x\nnl')
})

t.test('propagation, of a mount that is covered by another, too', async t => {
  const of = (target: string, source: string) =>
    propagating.find(mount => mount.target === target && mount.source === source)
  t.match(of('/tmp/p1', 'one'), { propagation: 'shared', peers: 10 })
  t.match(of('/tmp/p2', 'one'), { propagation: 'slave', master: 10 })
  t.match(of('/tmp/p3', 'one'), { propagation: 'shared and slave', peers: 11, master: 10 })
  t.match(of('/tmp/p4', 'two'), { propagation: 'unbindable', options: ['ro', 'relatime'] })
})

t.test('the last mount on a path is the one that is seen', async t => {
  t.equal(mountAt(propagating, '/tmp/p1')?.source, 'over')
  t.equal(mountAt(propagating, '/tmp/p1/')?.source, 'over')
  t.equal(mountAt(propagating, '/')?.type, 'overlay')
  t.equal(mountAt(propagating, '/tmp/none'), undefined)
})

t.test('options of an overlay', async t => {
  t.ok(mountAt(propagating, '/tmp/mg')?.superOptions.includes('lowerdir=/tmp/lo'))
})

t.test(
  'an escaped comma does not separate, an empty source is allowed, unknown tags are ignored',
  async t => {
    const [mount] = parseMountinfo('1 0 0:1 / /x rw new:7 shared:3 - overlay  rw,lowerdir=/a\\,b\n')
    t.same(mount?.superOptions, ['rw', 'lowerdir=/a\\,b'])
    t.equal(mount?.source, '')
    t.equal(mount?.peers, 3)
  },
)

t.test('a line that is none is unreadable', async t => {
  t.throws(() => parseMountinfo('22 29 0:21 /\n'), Unreadable)
})
