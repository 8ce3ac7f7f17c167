import t from 'tap'
import { controllers } from '../../../src/outside/walk/cgroup-file.ts'
import { cgroupTree } from '../../../src/outside/walk/cgroup-tree.ts'
import { syntheticGuest } from '../synthetic/guest.ts'
import { putCgroup, putChildren, putController, putSurroundings } from '../synthetic/put.ts'

function treeOfFour(difference = {}) {
  const guest = syntheticGuest(difference)
  const { root } = putSurroundings(guest)
  const [box, other] = ['box', 'other'].map(name => putCgroup(guest, { name, parent: root })) as [
    number,
    number,
  ]
  const leaf = putCgroup(guest, { name: 'leaf', parent: box })
  const gone = putCgroup(guest, { name: 'gone', parent: root, removed: true })
  putChildren(guest, root, [box, gone, other])
  putChildren(guest, box, [leaf])
  return { guest, root, box, leaf, gone, other }
}

const pathsOf = (guest: ReturnType<typeof syntheticGuest>) =>
  cgroupTree(guest.kernel()).map(({ path }) => path)

t.test('all cgroups that exist are listed, parents first', async t => {
  t.same(pathsOf(treeOfFour().guest), ['/', '/box', '/other', '/box/leaf'])
})

t.test('a cgroup has the files of its enabled controllers, the root only its own', async t => {
  const { guest, box } = treeOfFour()
  putController(guest, box, controllers.pids)
  putController(guest, box, controllers.memory, false)
  const files = cgroupTree(guest.kernel()).map(({ files }) => Object.keys(files))
  const ofAll = ['cgroup.controllers', 'cgroup.max.depth', 'cgroup.max.descendants', 'cgroup.subtree_control']
  const ofOthers = [...ofAll, 'cgroup.events', 'cgroup.freeze', 'cgroup.type']
  t.same(files[0]?.sort(), ofAll)
  const ofPids = ['current', 'events', 'events.local', 'max', 'peak'].map(name => `pids.${name}`)
  t.same(files[1]?.sort(), [...ofOthers, ...ofPids].sort())
  t.same(files[2]?.sort(), [...ofOthers].sort())
})

t.test('a file that this kernel does not show is named', async t => {
  const { guest, box } = treeOfFour({ without: ['pids_cgroup.watermark', 'memory_cgrp_id'] })
  putController(guest, box, controllers.pids)
  const [, found] = cgroupTree(guest.kernel())
  t.equal(found?.files['pids.max'], '0')
  t.match(found?.unsupported, { 'pids.peak': 'pids_cgroup.watermark', 'memory.max': 'memory_cgrp_id' })
})

t.test('what a removed child has used is not lost, nor told of the root', async t => {
  const { guest, root, box, leaf, gone, other } = treeOfFour()
  guest.set(gone, 'cgroup.bstat.cputime.sum_exec_runtime', 9_000)
  guest.set(leaf, 'cgroup.bstat.cputime.sum_exec_runtime', 5_999)
  putChildren(guest, root, [box, other])
  putChildren(guest, box, [leaf, gone])
  const usage = cgroupTree(guest.kernel()).map(({ path, cpuUsage }) => [path, cpuUsage])
  t.same(Object.fromEntries(usage), { '/': undefined, '/box': 14, '/other': 0, '/box/leaf': 5 })
})

t.test('usage that this kernel does not show is named', async t => {
  const { guest } = treeOfFour({ without: ['cgroup.rstat_cpu'] })
  const [, box] = cgroupTree(guest.kernel())
  t.notOk(box && 'cpuUsage' in box)
  t.equal(box?.unsupported['cpu.stat'], 'cgroup.rstat_cpu')
})

t.test('a tree that is being changed is torn, never endless', async t => {
  const { guest, box, leaf } = treeOfFour()
  putChildren(guest, leaf, [box])
  t.throws(() => pathsOf(guest), { name: 'Torn' }, 'a cgroup is on two lists')

  const circle = treeOfFour()
  const state = circle.guest.kernel().at(circle.leaf, 'cgroup.self')
  circle.guest.point(state, 'cgroup_subsys_state.cgroup', circle.box)
  t.throws(() => pathsOf(circle.guest), { name: 'Torn' }, 'a cgroup is below itself')
})
