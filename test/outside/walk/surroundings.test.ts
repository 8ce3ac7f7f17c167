import t from 'tap'
import { openOutside } from '../../../src/outside/outside.ts'
import { damage, randomNumbers } from '../synthetic/damage.ts'
import { syntheticGuest } from '../synthetic/guest.ts'
import { putCgroup, putProcess, putSurroundings, putTasks } from '../synthetic/put.ts'
import { putLink, putLinks, putPair } from '../synthetic/put-link.ts'
import { putDentry, putFileSystem, putMount, putMounts } from '../synthetic/put-mount.ts'

/** A process with a root, a working directory and all namespaces. */
function aProcess() {
  const guest = syntheticGuest()
  const { make, set, point, kernel, map } = guest
  const around = putSurroundings(guest)
  const { proxy, user, root } = around
  const of = (member: 'mnt_ns' | 'net_ns' | 'time_ns' | 'cgroup_ns' | 'uts_ns') =>
    kernel().follow(proxy, `nsproxy.${member}`)
  point(map.symbols.init_task, 'task_struct.nsproxy', proxy)
  for (const kind of ['cgroup', 'ipc', 'mnt', 'time', 'uts'] as const)
    point(kernel().follow(proxy, `nsproxy.${kind}_ns`), `${kind}_namespace.user_ns`, user)
  point(of('net_ns'), 'net.user_ns', user)
  point(around.pidNamespace, 'pid_namespace.user_ns', user)
  const [disk, css, box] = [
    putFileSystem(guest, 'ext4'),
    make(),
    putCgroup(guest, { name: 'box', parent: root }),
  ]
  const mount = putMount(guest, { id: 20, fileSystem: disk, namespace: of('mnt_ns') })
  putMounts(guest, of('mnt_ns'), [mount])
  point(of('mnt_ns'), 'mnt_namespace.root', mount)
  point(of('cgroup_ns'), 'cgroup_namespace.root_cset', css)
  point(css, 'css_set.dfl_cgrp', box)
  point(proxy, 'nsproxy.time_ns_for_children', of('time_ns'))
  point(proxy, 'nsproxy.pid_ns_for_children', around.pidNamespace)
  set(of('time_ns'), 'time_namespace.offsets.boottime.tv_sec', -3)
  set(of('time_ns'), 'time_namespace.offsets.boottime.tv_nsec', 500_000_000)
  putLinks(guest, of('net_ns'), [])
  point(of('net_ns'), 'net.ipv4.devconf_all', make())
  set(user, 'user_namespace.flags', 1)
  const [task, fs] = [putProcess(guest, around, { pids: [5], cgroup: root }), make()]
  point(task, 'task_struct.fs', fs)
  for (const [which, dentry] of [
    ['root', disk.root],
    ['pwd', putDentry(guest, 'home', disk.root)],
  ] as const) {
    point(fs, `fs_struct.${which}.mnt`, kernel().at(mount, 'mount.mnt'))
    point(fs, `fs_struct.${which}.dentry`, dentry)
  }
  putTasks(guest, [task, putProcess(guest, around, { pids: [6], proxy: 0 })])
  const walk = () => openOutside(guest.map, guest.memory).walk({ surroundings: () => true })
  return { guest, around, task, disk, mount, of, walk }
}

t.test('what a process sees is read on request', async t => {
  const { guest, walk } = aProcess()
  const [seen, zombie] = walk().processes.map(({ surroundings }) => surroundings)
  t.match(seen, {
    root: '/',
    cwd: '/home',
    cgroup: '/..',
    timeOffsets: { monotonic: 0, boottime: -2500 },
    namespacesForChildren: { pid: 'pid:[4026531836]', time: 'time:[4026531834]' },
    mounts: [{ id: 20, target: '/' }],
    unsupported: {},
  })
  t.match(seen?.namespaces.user, {
    identity: 'user:[4026531837]',
    setgroups: 'allow',
    uidMap: [],
    creator: 0,
  })
  t.notOk(seen?.namespaces.user && 'owner' in seen.namespaces.user, 'the first one has no owner')
  t.match(seen?.namespaces.uts, { owner: 'user:[4026531837]', hostname: 'guest', domainname: '' })
  t.match(seen?.namespaces.net, { links: [], ipForward: 0 })
  t.same(Object.keys(seen?.namespaces ?? {}).length, 8)
  t.same(Object.keys(zombie ?? {}).sort(), ['namespaces', 'unsupported'])
  t.same(Object.keys(zombie?.namespaces ?? {}).sort(), ['pid', 'user'])
  t.notOk(
    openOutside(guest.map, guest.memory)
      .walk()
      .processes.some(process => 'surroundings' in process),
  )
})

t.test('a file may keep a namespace in which nobody is', async t => {
  const { guest, around, disk, mount, of, walk } = aProcess()
  const [kept, inode, operations] = [guest.make(), guest.make(), guest.make()]
  const nsfs = putFileSystem(guest, 'nsfs')
  const common = guest.kernel().at(kept, 'uts_namespace.ns')
  guest.point(nsfs.root, 'dentry.d_inode', inode)
  guest.point(inode, 'inode.i_private', common)
  guest.point(common, 'ns_common.ops', operations)
  guest.set(common, 'ns_common.inum', 4026532400)
  guest.pointToText(operations, 'proc_ns_operations.name', 'uts')
  guest.set(kept, 'uts_namespace.ns.inum', 4026532400)
  guest.set(kept, 'uts_namespace.name.nodename', 'kept')
  guest.point(kept, 'uts_namespace.user_ns', around.user)
  const on = { mount, dentry: putDentry(guest, 'file', disk.root) }
  putMounts(guest, of('mnt_ns'), [
    mount,
    putMount(guest, { id: 21, fileSystem: nsfs, on, namespace: of('mnt_ns') }),
  ])
  t.match(walk().processes[0]?.surroundings?.mounts?.[1], {
    target: '/file',
    root: 'uts:[4026532400]',
    namespace: { kind: 'uts', hostname: 'kept', owner: 'user:[4026531837]' },
  })
  guest.set(common, 'ns_common.inum', 4026532401)
  t.equal(walk().torn, 1, 'a file that is made for another one')
})

t.test('what this kernel lacks is named, and hides nothing else', async t => {
  const { guest } = aProcess()
  const lacking = ['mount.mnt_id', 'user_namespace.uid_map', 'net.dev_base_head', 'cgroup.self.children']
  const places = { ...guest.map.places, ...Object.fromEntries(lacking.map(path => [path, null])) }
  const outside = openOutside({ ...guest.map, places }, guest.memory)
  const { processes, cgroups, unsupported } = outside.walk({ surroundings: () => true })
  const seen = processes[0]?.surroundings
  t.match(seen?.unsupported, { mounts: 'mount.mnt_id' })
  t.equal(seen?.cwd, '/home')
  t.same(seen?.namespaces.user?.unsupported, { uidMap: 'user_namespace.uid_map' })
  t.same(seen?.namespaces.net?.unsupported, { links: 'net.dev_base_head' })
  t.equal(seen?.namespaces.net?.ipForward, 0)
  t.same([cgroups, unsupported], [[], { cgroups: 'cgroup.self.children' }])
})

t.test('whatever is in memory, a walk ends, and fails in no way but one', async t => {
  const { guest, of, mount, disk } = aProcess()
  const mounts = [1, 2, 3, 4].map(id => {
    const on = { mount, dentry: putDentry(guest, `at${id}`, disk.root) }
    return putMount(guest, { id, fileSystem: putFileSystem(guest, 'tmpfs'), on, namespace: of('mnt_ns') })
  })
  putMounts(guest, of('mnt_ns'), [mount, ...mounts])
  const namespace = of('net_ns')
  const veth = { namespace, kind: 'veth', isConnected: true } as const
  const [one, two] = [
    putLink(guest, { ...veth, index: 1, name: 'one' }),
    putLink(guest, { ...veth, index: 2, name: 'two' }),
  ]
  putPair(guest, one, two)
  putLinks(guest, namespace, [one, two])
  const outside = openOutside(guest.map, guest.memory)
  const [first, used] = [0x300000, guest.make() - guest.map.directMap - 0x300000]
  const sound = guest.memory.read(first, used)
  const random = randomNumbers(20261128)
  const outcomes = { whole: 0, parted: 0, torn: 0 }
  for (let round = 0; round < 1000; round++) {
    if (round % 8 === 0) guest.memory.write(first, sound)
    damage(guest, first + random(used / 8) * 8, random, used)
    try {
      if (outside.walk({ surroundings: () => true }).torn === 0) outcomes.whole += 1
      else outcomes.parted += 1
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'Torn') throw error
      outcomes.torn += 1
    }
  }
  t.ok(outcomes.whole > 100 && outcomes.parted > 100, JSON.stringify(outcomes))
})
