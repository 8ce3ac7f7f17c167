import t from 'tap'
import { lookingMeanwhile } from '../../../../src/attempt/actor/hand/look-meanwhile.ts'
import type { Resolver } from '../../../../src/resolve/resolver.ts'

const resolver = { open: () => undefined } as unknown as Resolver

/** Timers that fire at once, one after another. */
const runtime = {
  now: () => 0,
  after: (_: number, wake: () => void) => {
    const timer = setImmediate(wake)
    return () => clearImmediate(timer)
  },
}

t.test('it looks until the work is done', async t => {
  let looks = 0
  let finish: (value: string) => void = () => undefined
  const work = new Promise<string>(resolve => {
    finish = resolve
  })
  const look = async () => {
    if (++looks === 3) finish('done')
  }
  t.equal(await lookingMeanwhile(work, { resolver, look }, { runtime } as never), 'done')
  await new Promise(resolve => setImmediate(resolve))
  t.equal(looks, 3)
})

t.test('a machine that is lost ends work that does not end', async t => {
  const look = () => Promise.reject(new Error('lost'))
  const never = new Promise<void>(() => undefined)
  await t.rejects(lookingMeanwhile(never, { resolver, look }, { runtime } as never), { message: 'lost' })
})

t.test('a look that fails after the work is done is nobody’s error', async t => {
  let fail: (error: Error) => void = () => undefined
  let begun: () => void = () => undefined
  const isLooking = new Promise<void>(resolve => {
    begun = resolve
  })
  const look = () =>
    new Promise<void>((_, reject) => {
      fail = reject
      begun()
    })
  await lookingMeanwhile(isLooking, { resolver, look }, { runtime } as never)
  fail(new Error('lost'))
  await new Promise(resolve => setImmediate(resolve))
  t.pass('no unhandled rejection')
})

/** The pauses before each of three looks that take so many milliseconds. */
async function pausesOf(took: number, step?: object) {
  const pauses: number[] = []
  let time = 0
  let finish: () => void = () => undefined
  const work = new Promise<void>(resolve => {
    finish = resolve
  })
  const clock = {
    now: () => time,
    after: (ms: number, wake: () => void) => {
      pauses.push(ms)
      time += ms
      return runtime.after(ms, wake)
    },
  }
  const look = async () => {
    time += took
    if (pauses.length === 3) finish()
  }
  const resolver = { open: () => step } as unknown as Resolver
  await lookingMeanwhile(work, { resolver, look }, { runtime: clock } as never)
  return pauses.slice(0, 3)
}

t.test('long looks are made less often, but not if every moment may count', async t => {
  t.same(await pausesOf(100), [1_000, 1_000, 1_000])
  t.same(await pausesOf(500), [1_000, 1_500, 1_500])
  t.same(await pausesOf(60_000), [1_000, 5_000, 5_000])
  const step = (when: object) => ({ expect: [{ when }] })
  t.same(await pausesOf(500, step({ kind: 'ever' })), [1_000, 1_000, 1_000])
  t.same(await pausesOf(500, step({ kind: 'holds', for: 2_000 })), [400, 400, 400])
})
