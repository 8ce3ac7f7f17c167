import t from 'tap'
import { within } from '../../../src/machine/vm/within.ts'

const never = new Promise<never>(() => {})

t.test('in time: what was promised', async t => {
  t.equal(await within(1000, Promise.resolve('done'), () => new Error('late')), 'done')
  await t.rejects(
    within(1000, Promise.reject(new Error('broken')), () => new Error('late')),
    { message: 'broken' },
  )
})

t.test('late: the error, also one that takes a while to say', async t => {
  await t.rejects(
    within(1, never, () => new Error('late')),
    { message: 'late' },
  )
  await t.rejects(
    within(1, never, async () => new Error('later')),
    { message: 'later' },
  )
})
