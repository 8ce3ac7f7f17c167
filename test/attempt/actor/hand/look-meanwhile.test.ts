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
