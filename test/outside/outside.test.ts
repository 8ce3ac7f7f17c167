import t from 'tap'
import { openOutside } from '../../src/outside/outside.ts'
import { damage, randomNumbers } from './synthetic/damage.ts'
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

t.test('whatever is in memory, a walk ends, and fails in no way but one', async t => {
  const guest = syntheticGuest()
  const around = putSurroundings(guest)
  const boxes = ['one', 'two'].map(name => putCgroup(guest, { name, parent: around.root }))
  putChildren(guest, around.root, boxes)
  const tasks = [1, 2, 3, 4].map(pid =>
    putProcess(guest, around, { pids: [pid], cgroup: boxes[pid % 2] as number }),
  )
  putTasks(guest, tasks)
  const outside = openOutside(guest.map, guest.memory)
  t.equal(outside.walk().processes.length, 4)

  const [first, used] = [0x300000, guest.make() - guest.map.directMap - 0x300000]
  const sound = guest.memory.read(first, used)
  const random = randomNumbers(20261127)
  const outcomes = { whole: 0, torn: 0 }
  for (let round = 0; round < 1000; round++) {
    if (round % 10 === 0) guest.memory.write(first, sound)
    damage(guest, first + random(used / 8) * 8, random, used)
    try {
      outside.walk()
      outcomes.whole += 1
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'Torn') throw error
      outcomes.torn += 1
    }
  }
  t.ok(outcomes.whole > 100 && outcomes.torn > 30, JSON.stringify(outcomes))
})
