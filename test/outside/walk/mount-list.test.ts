import t from 'tap'
import type { Address } from '../../../src/outside/address.ts'
import { kernelReader } from '../../../src/outside/kernel.ts'
import { mountList } from '../../../src/outside/walk/mount-list.ts'
import { pathsOf } from '../../../src/outside/walk/path.ts'
import { syntheticGuest } from '../synthetic/guest.ts'
import { putSurroundings } from '../synthetic/put.ts'
import { putDentry, putFileSystem, putMount, putMounts } from '../synthetic/put-mount.ts'

/** A namespace with a root, a tmpfs on /mnt, and its directory /sub bound on /mnt/at. */
function aNamespace(difference: Parameters<typeof syntheticGuest>[0] = { without: ['mount.mnt_t_flags'] }) {
  const guest = syntheticGuest(difference)
  const { proxy } = putSurroundings(guest)
  guest.point(guest.map.symbols.init_task, 'task_struct.nsproxy', proxy)
  const namespace = guest.kernel().follow(proxy, 'nsproxy.mnt_ns')
  const [disk, memory] = [putFileSystem(guest, 'ext4'), putFileSystem(guest, 'tmpfs')]
  const [mnt, sub, at] = [
    putDentry(guest, 'mnt', disk.root),
    putDentry(guest, 'sub', memory.root),
    putDentry(guest, 'at', memory.root),
  ]
  const root = putMount(guest, { id: 20, fileSystem: disk, namespace, source: '/dev/vda' })
  const onMnt = putMount(guest, { id: 21, fileSystem: memory, on: { mount: root, dentry: mnt }, namespace })
  const bound = putMount(guest, {
    ...{ id: 22, fileSystem: memory, dentry: sub, on: { mount: onMnt, dentry: at }, namespace },
    source: 'a tmpfs',
  })
  guest.point(namespace, 'mnt_namespace.root', root)
  putMounts(guest, namespace, [root, onMnt, bound])
  const read = (below: { mount: Address; dentry: Address } = { mount: root, dentry: disk.root }) => {
    // As in the kernels that have flags of their own for this.
    const enumerators = { ...guest.map.enumerators, T_SHARED: 1, T_UNBINDABLE: 2 }
    const kernel = kernelReader({ ...guest.map, enumerators }, guest.memory)
    const reader = {
      kernel,
      paths: pathsOf(kernel),
      namespaceAt: () => undefined,
      cgroupPath: (path: string) => path,
    }
    return mountList(reader, namespace, below)
  }
  return { guest, namespace, disk, memory, mnt, sub, root, onMnt, bound, read }
}

t.test('mounts are read as /proc/PID/mountinfo has them', async t => {
  const { guest, memory, bound, onMnt, read } = aNamespace()
  guest.set(memory.superBlock, 'super_block.s_dev', 35 * 2 ** 20 + 7)
  guest.set(memory.superBlock, 'super_block.s_flags', 0x11)
  guest.set(bound, 'mount.mnt.mnt_flags', 0x1000 | 0x40 | 0x01 | 0x80)
  guest.set(bound, 'mount.mnt_group_id', 5)
  guest.set(onMnt, 'mount.mnt_group_id', 6)
  guest.point(bound, 'mount.mnt_master', onMnt)
  const [first, second, third] = read()
  t.match(first, {
    id: 20,
    parent: 20,
    root: '/',
    target: '/',
    type: 'ext4',
    source: '/dev/vda',
    propagation: 'private',
  })
  t.match(second, { target: '/mnt', source: 'none', options: ['rw'] })
  t.same(third, {
    ...{ id: 22, parent: 21, device: '35:7', root: '/sub', target: '/mnt/at' },
    options: ['ro', 'nosuid', 'nosymfollow'],
    ...{ propagation: 'shared and slave', peers: 5, master: 6 },
    ...{ type: 'tmpfs', source: 'a tmpfs', superFlags: ['ro', 'sync'], unsupported: {} },
  })
})

t.test('only what can be reached from a root directory is seen from there', async t => {
  const { onMnt, memory, mnt, root, read } = aNamespace()
  t.same(
    read({ mount: onMnt, dentry: memory.root }).map(({ target }) => target),
    ['/', '/at'],
  )
  t.same(
    read({ mount: root, dentry: mnt }).map(({ target }) => target),
    ['/', '/at'],
    'a root that a mount covers',
  )
})

t.test('how a mount propagates, and whether it maps ids', async t => {
  const { guest, bound, onMnt, root, read } = aNamespace()
  const third = (flags: number, master = 0) => {
    guest.set(bound, 'mount.mnt.mnt_flags', flags)
    guest.point(bound, 'mount.mnt_master', master)
    return read()[2]?.propagation
  }
  t.same(
    [third(0), third(0x1000), third(0, onMnt), third(0x2000, onMnt)],
    ['private', 'shared', 'slave', 'unbindable'],
  )
  guest.point(root, 'mount.mnt.mnt_idmap', guest.map.symbols.init_task)
  t.same(
    read().map(({ options }) => options.includes('idmapped')),
    [false, true, true],
  )
})

t.test('what kernels do otherwise', async t => {
  const old = aNamespace({
    without: ['mnt_namespace.mounts.rb_node', 'mount.mnt.mnt_idmap', 'mount.mnt_t_flags'],
  })
  const { guest, namespace, memory } = old
  const cursor = putMount(guest, { id: 0, fileSystem: memory, namespace })
  guest.set(cursor, 'mount.mnt.mnt_flags', 0x1000_0000)
  putMounts(guest, namespace, [old.root, cursor, old.onMnt])
  guest.point(old.onMnt, 'mount.mnt.mnt_userns', namespace)
  t.same(
    old.read().map(({ id, options }) => [id, options]),
    [
      [20, ['rw']],
      [21, ['rw', 'idmapped']],
    ],
  )

  const young = aNamespace({})
  young.guest.set(young.onMnt, 'mount.mnt_t_flags', 1)
  t.equal(young.read()[1]?.propagation, 'shared')
})

t.test('what a file system shows in its own way is named', async t => {
  const { guest, memory, read } = aNamespace()
  const operations = guest.kernel().follow(memory.superBlock, 'super_block.s_op')
  guest.point(operations, 'super_operations.show_path', operations)
  guest.point(operations, 'super_operations.show_devname', operations)
  const [, second] = read()
  t.same(second?.unsupported, { root: 'root of tmpfs', source: 'source of tmpfs' })
  t.notOk(second && ('root' in second || 'source' in second))
})

t.test('mounts that are being changed are torn, never endless', async t => {
  const torn = { name: 'Torn' }
  const circle = aNamespace()
  circle.guest.point(circle.root, 'mount.mnt_parent', circle.bound)
  circle.guest.point(circle.root, 'mount.mnt_mountpoint', circle.sub)
  t.throws(() => circle.read({ mount: circle.root, dentry: circle.namespace }), torn)

  const above = aNamespace()
  above.guest.point(above.mnt, 'dentry.d_parent', above.guest.make())
  t.throws(() => above.read(), torn, 'a directory without a name')

  const moved = aNamespace()
  moved.guest.point(moved.bound, 'mount.mnt_ns', moved.guest.make())
  t.throws(() => moved.read(), torn)
})
