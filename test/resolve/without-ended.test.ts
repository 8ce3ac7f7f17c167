import t from 'tap'
import type { HandLook, HandProcess } from '../../src/evidence/hand.ts'
import type { Assignment } from '../../src/resolve/assignment.ts'
import { withoutEnded } from '../../src/resolve/without-ended.ts'

const process = (pid: number): HandProcess => ({ pid, start: pid, parent: 1, cgroup: '/sys/fs/cgroup' })

const lookAt = (...pids: number[]): HandLook => ({ at: 0, processes: pids.map(process), readings: [] })

const pair = (box: number, child: number): Assignment =>
  new Map([
    ['box', process(box)],
    ['child', process(child)],
  ])

const pids = (assignments: readonly Assignment[]) =>
  assignments.map(one => [...one.values()].map(({ pid }) => pid))

const never = () => false

t.test('who has ended makes room for who lives', async t => {
  t.same(pids(withoutEnded([pair(1, 9), pair(2, 9)], lookAt(1, 9), never)), [[1, 9]])
})

t.test('of those who have all ended, each may be meant', async t => {
  t.same(pids(withoutEnded([pair(1, 9), pair(2, 9)], lookAt(9), never)), [
    [1, 9],
    [2, 9],
  ])
})

t.test('somebody is left where only the other name lives', async t => {
  t.same(pids(withoutEnded([pair(1, 8), pair(2, 9)], lookAt(1, 9), never)), [[1, 8]])
})

t.test('who has ended is kept where its end is asked for', async t => {
  const first = (_: string, { pid }: HandProcess) => pid === 1
  t.same(pids(withoutEnded([pair(1, 9), pair(2, 9), pair(3, 9)], lookAt(3, 9), first)), [
    [1, 9],
    [3, 9],
  ])
})
