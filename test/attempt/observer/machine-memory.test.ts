import t from 'tap'
import { contradictionsIn, onlyLasting } from '../../../src/attempt/observer/contradictions.ts'
import { type MachineMemory, openMemory } from '../../../src/attempt/observer/machine-memory.ts'
import { isToldOutside, readOutside } from '../../../src/attempt/observer/read-outside.ts'
import { Torn, UnsupportedKernel } from '../../../src/outside/failure.ts'
import type { OutsideView } from '../../../src/outside/outside.ts'
import { facts as cgroupFacts } from '../../../src/subject/cgroup/facts.ts'
import { facts as processFacts } from '../../../src/subject/process/facts.ts'
import { aCgroup, aProcess, aWalk } from '../../live/a-walk.ts'

const clock = {
  now: () => 0,
  after: (_: number, call: () => void) => {
    queueMicrotask(call)
    return () => undefined
  },
}
const both = { from: 'both', asked: true } as const

/** A machine whose walks are these, the last one again and again. */
function machine(...walks: (OutsideView | Error)[]) {
  const made = { stops: 0, walks: 0 }
  const walk = () => {
    const next = walks[Math.min(made.walks++, walks.length - 1)]
    if (!next || next instanceof Error) throw next
    return next
  }
  const halted = async <T>(work: () => T) => {
    made.stops++
    return { result: work(), ms: 2.26 }
  }
  return { made, outside: () => ({ walk }), halted }
}

const opened = (given: ReturnType<typeof openMemory>): MachineMemory => {
  if (!given || 'reason' in given) throw new Error('the memory is not open')
  return given
}

t.test(
  'a machine whose memory nobody can read is seen inside, and that is told to whoever asked',
  async t => {
    t.equal(openMemory({}, { from: 'both', asked: false }, clock), undefined)
    t.match(openMemory({}, both, clock), { reason: /cannot read the memory/ })
    t.equal(openMemory(machine(aWalk()), { from: 'inside', asked: true }, clock), undefined)
    const unknown = machine(new UnsupportedKernel('member task_struct.tasks'))
    t.match(openMemory(unknown, { from: 'both', asked: false }, clock), { reason: /task_struct.tasks/ })
    const refused = Object.assign(new Error('EPERM: not permitted'), { errno: -1, code: 'EPERM' })
    t.match(openMemory(machine(refused), both, clock), { reason: /cannot be read: EPERM/ })
    t.match(openMemory(machine(new Torn('a list is being changed')), both, clock), { alone: false })
    t.throws(() => openMemory(machine(new Error('a bug')), both, clock), /a bug/)
  },
)

t.test('it is stopped for a walk, or goes on', async t => {
  const vm = machine(aWalk())
  const memory = opened(openMemory(vm, both, clock))
  t.equal(vm.made.stops, 0)
  await memory.walk('still')
  await memory.walk('running')
  t.equal(vm.made.stops, 1)
  memory.repeats()
  t.same(memory.observation(), {
    ...{ from: 'inside and outside', walks: 2, took: 0, repeated: 1, longestStop: 2.3 },
  })
  const alone = opened(openMemory(vm, { from: 'outside', asked: true }, clock))
  t.equal(alone.observation().from, 'outside')
  t.ok(alone.alone)
})

t.test('what was being changed is walked through again, and given up at last', async t => {
  const half = { ...aWalk(), torn: 1 }
  const soon = opened(openMemory(machine(aWalk(), new Torn('a list'), half, aWalk()), both, clock))
  t.match(await soon.walk('still'), { torn: 0 })
  t.equal(soon.observation().walks, 3)
  const never = opened(openMemory(machine(aWalk(), new Torn('a list')), both, clock))
  t.same(await never.walk('still'), { missed: 'a list' })
  t.equal(never.observation().walks, 5)
  await t.rejects(opened(openMemory(machine(aWalk(), new Error('lost')), both, clock)).walk('still'), /lost/)
})

const name = { fact: processFacts.name as NonNullable<(typeof processFacts)[string]>, binding: { pid: 60 } }
const limit = {
  fact: cgroupFacts['memory.max'] as NonNullable<(typeof cgroupFacts)[string]>,
  binding: { cgroup: '/sys/fs/cgroup/g' },
}
const group = (max: string) => aWalk([], [aCgroup('/g', { 'memory.max': max })])

t.test('a reading has what the first walk shows, and the second where that is something else', async t => {
  t.same(readOutside([limit], group('4096'), group('4096')), [
    { source: 'cgroup /sys/fs/cgroup/g: memory.max', value: 4096 },
    // Of a cgroup no process number is known.
  ])
  t.match(readOutside([limit], group('4096'), group('max')), [
    { value: 4096, after: Number.POSITIVE_INFINITY },
  ])
  t.match(readOutside([limit], group('4096'), aWalk()), [{ value: 4096, after: null }])
  t.match(readOutside([limit], aWalk(), aWalk()), [{ value: null }])
  t.same(readOutside([limit], aWalk([], [aCgroup('/g')]), aWalk([], [aCgroup('/g')])), [], 'nothing is told')
})

t.test('with a process its start is read, by which a number that was given away is known', async t => {
  const other = { ...aWalk(), processes: [aProcess(60, 'bash', { start: 7 })] }
  t.same(readOutside([name], aWalk(), other), [
    { source: 'process 60: name', value: 'bash' },
    { source: 'process 60: start', value: 600, after: 7 },
  ])
})

t.test('who is missing from a walk that left somebody out may have been there', async t => {
  const half = { ...aWalk(), processes: [], torn: 1 }
  t.match(readOutside([name], aWalk(), half), [{ torn: /half there/ }, { torn: /half there/ }])
  t.match(readOutside([name], { missed: 'a list' }, aWalk()), [{ torn: 'a list' }, { torn: 'a list' }])
})

const members = {
  fact: cgroupFacts['cgroup.procs'] as typeof limit.fact,
  binding: { cgroup: '/sys/fs/cgroup/terminal' },
}

t.test('what is found among all processes is not told by a walk that left somebody out', async t => {
  t.match(readOutside([members], aWalk(), aWalk()), [{ value: [60] }])
  t.match(readOutside([members], aWalk(), { ...aWalk(), torn: 1 }), [{ torn: /half there/ }])
})

t.test('who is in a cgroup with threads is not told', async t => {
  const walkOf = (path: string, type: string) => aWalk([], [aCgroup(path, { 'cgroup.type': type })])
  const of = (path: string, walk: OutsideView) =>
    readOutside([{ ...members, binding: { cgroup: `/sys/fs/cgroup${path}` } }], walk, walk)
  t.match(of('/g', walkOf('/g', 'domain')), [{ value: [] }])
  t.same(of('/g', walkOf('/g', 'domain threaded')), [])
  t.same(of('/g', walkOf('/g', 'threaded')), [])
  t.match(of('/', walkOf('/g', 'domain')), [{ value: [2] }])
  t.same(of('', walkOf('/g', 'threaded')), [])
})

const denies = (text: string) => ({
  at: 0,
  moment: 'end' as const,
  bindings: {},
  readings: [{ source: '/sys/fs/cgroup/g/memory.max', text }],
  outside: readOutside([limit], group('4096'), group('4096')),
})

t.test('only what was denied at each look is left as a contradiction', async t => {
  const source = 'cgroup /sys/fs/cgroup/g: memory.max'
  const denied = contradictionsIn([limit], denies('8192\n'))
  t.same([...denied], [source])
  const agreed = contradictionsIn([limit], denies('4096\n'))
  t.equal(agreed.size, 0)
  const { outside } = denies('8192\n')
  t.same(onlyLasting(outside, denied, [denied, denied]), outside)
  t.match(onlyLasting(outside, denied, [denied, agreed]), [{ source, torn: /some looks/ }])
  t.same(onlyLasting(outside, agreed, [denied]), outside)
})

t.test('nobody needs to be asked inside for what a walk shows whole', async t => {
  t.equal(isToldOutside(limit, group('max')), true)
  t.equal(isToldOutside(limit, aWalk()), false)
  t.equal(isToldOutside(limit, { missed: 'a list' }), false)
  const events = { ...limit, fact: cgroupFacts['memory.events'] as typeof limit.fact }
  const walk = aWalk([], [aCgroup('/g', { 'memory.events': 'low 0\nhigh 0' })])
  t.equal(isToldOutside(events, walk), false, 'it lacks fields')
})
