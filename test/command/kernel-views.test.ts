import t from 'tap'
import { kernelViews } from '../../src/command/kernel-views.ts'
import type { KernelView } from '../../src/live/kernel-view.ts'
import { Torn } from '../../src/outside/failure.ts'
import type { OutsideView } from '../../src/outside/outside.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { aCgroup, aWalk } from '../live/a-walk.ts'

/** A machine whose walks take so long, on a clock that only they and timers move. */
function guest(ms = 1) {
  let time = 0
  let timer: { at: number; call: () => void } | undefined
  const walks: number[] = []
  const state: { next: () => OutsideView } = { next: () => aWalk() }
  const views = kernelViews(
    {
      walk() {
        walks.push(time)
        time += ms
        return state.next()
      },
    },
    {
      ...nodeRuntime,
      now: () => time,
      after(delay, call) {
        timer = { at: time + delay, call }
        return () => {
          timer = undefined
        }
      },
    },
  )
  const until = (end: number) => {
    while (timer && timer.at <= end) {
      const { at, call } = timer
      timer = undefined
      time = at
      call()
    }
    time = Math.max(time, end)
  }
  return { walks, state, views, until }
}

const ignored = () => undefined

t.test('walks are made only while somebody follows, and views sent only if they differ', async t => {
  const { walks, state, views, until } = guest()
  until(1000)
  t.same(walks, [])
  const [first, second]: KernelView[][] = [[], []]
  const stop = views.follow(view => first?.push(view), ignored)
  until(1500)
  t.same(walks.slice(0, 3), [1000, 1100, 1200], 'ten a second')
  t.equal(first?.length, 2, 'the first, and one with shares of the processor')
  const stopSecond = views.follow(view => second?.push(view), ignored)
  t.same(second, first?.slice(-1), 'another follower gets the latest at once')
  state.next = () => aWalk([], [aCgroup('/box')])
  until(1600)
  t.match(
    [first?.at(-1), second?.at(-1)],
    [{ cgroups: { 2: { path: '/box' } } }, { cgroups: { 2: { path: '/box' } } }],
  )
  stop()
  const { length } = first ?? []
  stopSecond()
  const before = walks.length
  until(5000)
  t.same([walks.length, first?.length], [before, length])
  views.follow(view => second?.push(view), ignored)
  t.equal(second?.at(-1)?.cgroups[1]?.cpu, undefined, 'nothing is known of the time between')
})

t.test('slow walks are made less often: at most a quarter of the time', async t => {
  const { walks, views, until } = guest(80)
  views.follow(ignored, ignored)
  until(10_000)
  const busy = walks.length * 80
  t.ok(busy <= 2600 && busy > 2000, `${busy} ms of 10 s`)
})

t.test('a torn walk is repeated at once, a few times; then the next picture comes later', async t => {
  const { walks, state, views, until } = guest()
  let torn = 2
  state.next = () => {
    if (torn-- > 0) throw new Torn('the list is being changed')
    return aWalk()
  }
  const seen: KernelView[] = []
  views.follow(view => seen.push(view), ignored)
  t.same([walks.length, seen.length], [3, 1])
  torn = Number.POSITIVE_INFINITY
  until(105)
  t.same([walks.length, seen.length], [7, 1])
  torn = 0
  until(210)
  t.same([walks.length, seen.length], [8, 2])
  state.next = () => ({ ...aWalk(), torn: 1 })
  until(310)
  t.equal(walks.length, 12, 'so is one in which processes are half there')
})

t.test('any other failure ends the views, and is told', async t => {
  const { walks, state, views, until } = guest()
  const told: unknown[] = []
  views.follow(ignored, error => told.push(error))
  const gone = new Error('the virtual machine is closed')
  state.next = () => {
    throw gone
  }
  until(1000)
  t.same(told, [gone])
  t.equal(walks.length, 2)
})
