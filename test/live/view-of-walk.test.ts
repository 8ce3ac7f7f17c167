import t from 'tap'
import { viewOfWalk } from '../../src/live/view-of-walk.ts'
import { aCgroup, aProcess, aWalk, machineNamespaces } from './a-walk.ts'

t.test('kernel threads are left out, and the agent, whose processes are counted', async t => {
  const { processes, cgroups, ...others } = viewOfWalk(aWalk())
  t.same(processes, [
    {
      pid: 60,
      parent: 40,
      start: 600,
      name: 'bash',
      state: 'S',
      uid: 0,
      namespaces: {},
      cgroup: '/terminal',
    },
  ])
  t.same(
    cgroups.map(({ path }) => path),
    ['/', '/terminal'],
  )
  t.same(others, { machine: machineNamespaces, hostname: 'unboxed', hidden: 2, more: 0 })
})

t.test('a process is told what is its own', async t => {
  const inner = aProcess(70, 'sleep', {
    ...{ pids: [70, 3, 1], parent: 60, uid: 1000, hostname: 'whale', cgroup: '/box', state: 'R' },
    namespaces: { uts: 'uts:[4026532177]', pid: 'pid:[4026532178]' },
  })
  t.same(viewOfWalk(aWalk([inner])).processes[1], {
    ...{ pid: 70, inner: 1, parent: 60, start: 700, name: 'sleep', state: 'R', uid: 1000, cgroup: '/box' },
    namespaces: { pid: 'pid:[4026532178]', uts: 'uts:[4026532177]' },
    hostname: 'whale',
  })
})

t.test('a zombie has given up its namespaces', async t => {
  const { uts, ...kept } = machineNamespaces
  const { hostname, ...zombie } = aProcess(70, 'gone', { state: 'Z' })
  t.match(viewOfWalk(aWalk([{ ...zombie, namespaces: kept }])).processes[1], { state: 'Z', ending: true })
  t.equal(viewOfWalk(aWalk([{ ...zombie, namespaces: { ...kept, uts } }])).processes[1]?.ending, undefined)
})

t.test(
  'a cgroup: its events, its files without records of the past, and its share of a processor',
  async t => {
    const walk = (usage: number) =>
      aWalk(
        [],
        [
          aCgroup(
            '/box',
            {
              'cgroup.events': 'populated 0\nfrozen 1',
              'memory.max': '9437184',
              'memory.peak': '1',
              'memory.events': 'low 0',
            },
            usage,
          ),
        ],
      )
    const first = viewOfWalk(walk(1_000_000)).cgroups[2]
    t.same(first, { path: '/box', populated: false, frozen: true, files: { 'memory.max': '9437184' } })
    const shareIn = (ms: number, usage: number) =>
      viewOfWalk(walk(usage), { walk: walk(1_000_000), ms }).cgroups.map(({ cpu }) => cpu)
    t.same(shareIn(100, 1_050_000), [undefined, 0, 50])
    t.same(shareIn(250, 1_500_000), [undefined, 0, 200], 'two processors')
    t.same(shareIn(100, 999_000), [undefined, 0, 0], 'never negative')
    const before = { walk: aWalk(), ms: 100 }
    t.equal(viewOfWalk(walk(5), before).cgroups[2]?.cpu, undefined, 'it was not there')
  },
)

t.test('too many are counted', async t => {
  const many = Array.from({ length: 5001 }, (_, index) => aProcess(100 + index, 'sleep'))
  const { processes, more } = viewOfWalk(
    aWalk(
      many,
      Array.from({ length: 1000 }, (_, i) => aCgroup(`/${i}`)),
    ),
  )
  t.equal(processes.length, 5000)
  t.equal(more, 2 + 2)
})
