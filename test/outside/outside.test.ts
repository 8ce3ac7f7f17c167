import t from 'tap'
import { openOutside } from '../../src/outside/outside.ts'
import { syntheticGuest } from './synthetic/guest.ts'
import { putCgroup, putChildren, putProcess, putSurroundings, putTasks } from './synthetic/put.ts'

t.test('each walk sees what is there then', async t => {
  const guest = syntheticGuest()
  const around = putSurroundings(guest)
  const outside = openOutside(guest.map, guest.memory)
  t.match(outside.walk(), { processes: [], torn: 0, cgroups: [{ path: '/' }] })

  const box = putCgroup(guest, { name: 'box', parent: around.root })
  putChildren(guest, around.root, [box])
  putTasks(guest, [putProcess(guest, around, { pids: [1], cgroup: box })])
  const { processes, cgroups } = outside.walk()
  t.match(processes, [{ pid: 1, cgroup: '/box' }])
  t.same(
    cgroups.map(({ path }) => path),
    ['/', '/box'],
  )
})
