import t from 'tap'
import type { HandLook, HandProcess } from '../../src/evidence/hand.ts'
import { admitted } from '../../src/resolve/admit.ts'
import type { Assignment } from '../../src/resolve/assignment.ts'

const process = (pid: number, more: Partial<HandProcess> = {}): HandProcess => ({
  pid,
  start: pid,
  parent: 1,
  cgroup: '/sys/fs/cgroup',
  ...more,
})

const lookAt = (...processes: HandProcess[]): HandLook => ({ at: 0, processes, readings: [] })

const pids = (assignments: readonly Assignment[], name = 'box') => assignments.map(one => one.get(name)?.pid)

const box = (pid: number): Assignment => new Map([['box', process(pid)]])

t.test('who came later is admitted beside those who were found', async t => {
  const look = lookAt(process(1), process(2), process(3))
  t.same(pids(admitted([box(1)], look, one => one.get('box')?.pid !== 2)), [1, 3])
})

t.test('a login shell is nobody', async t => {
  t.same(pids(admitted([box(1)], lookAt(process(1), process(2, { login: true })), () => true)), [1])
})

t.test('two names are replaced together, if they hold together', async t => {
  const pair: Assignment = new Map([...box(1), ['other', process(11)]])
  const holds = (one: Assignment) =>
    one.size === 1 || (one.get('other')?.pid ?? 0) === (one.get('box')?.pid ?? 0) + 10
  const look = lookAt(process(1), process(2), process(11), process(12))
  t.same(pids(admitted([pair], look, holds)), [1], 'neither alone')
  const all = admitted([pair], look, () => true)
  t.ok(all.some(one => one.get('box')?.pid === 2 && one.get('other')?.pid === 12))
})

t.test('nobody is admitted for a name who stands for another one', async t => {
  const pair: Assignment = new Map([...box(1), ['other', process(11)]])
  const all = admitted([pair], lookAt(process(1), process(11)), () => true)
  t.same(pids(all), [1])
  t.same(pids(all, 'other'), [11])
})

t.test('however many come, a bounded number is told apart, and each once', async t => {
  let all: readonly Assignment[] = [box(1)]
  for (let round = 1; round <= 40; round++) {
    const some = Array.from({ length: 64 }, (_, index) => process(round * 100 + index))
    all = admitted(all, lookAt(process(1), ...some), () => true)
  }
  t.ok(all.length <= 256)
  t.equal(new Set(pids(all)).size, all.length)
  t.ok(pids(all).includes(1), 'one that is still there is kept')
  t.ok(pids(all).includes(4063), 'and the latest are admitted, since others have ended')
})
