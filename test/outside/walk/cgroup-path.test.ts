import t from 'tap'
import { cgroupPaths } from '../../../src/outside/walk/cgroup-path.ts'
import { syntheticGuest } from '../synthetic/guest.ts'
import { putCgroup, putSurroundings } from '../synthetic/put.ts'

const guest = syntheticGuest()
const { root } = putSurroundings(guest)
const box = putCgroup(guest, { name: 'box', parent: root })
const leaf = putCgroup(guest, { name: 'a b', parent: box })
const gone = putCgroup(guest, { name: 'gone', parent: box, removed: true })

t.test('a cgroup has the path of /proc/PID/cgroup', async t => {
  t.same([root, box, leaf, gone].map(cgroupPaths(guest.kernel())), [
    '/',
    '/box',
    '/box/a b',
    '/box/gone (deleted)',
  ])
})

t.test('a path is remembered for the time of a walk', async t => {
  const path = cgroupPaths(guest.kernel())
  path(leaf)
  const reads = guest.memory.reads()
  t.equal(path(leaf), '/box/a b')
  t.equal(guest.memory.reads(), reads)
})

t.test('a path without an end is torn', async t => {
  const node = guest.kernel().follow(box, 'cgroup.kn')
  guest.point(node, 'kernfs_node.parent', node)
  t.throws(() => cgroupPaths(guest.kernel())(leaf), { name: 'Torn' })
})
