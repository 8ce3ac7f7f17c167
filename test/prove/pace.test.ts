import t from 'tap'
import type { Cell } from '../../src/prove/cell.ts'
import { inTime, longestTimes } from '../../src/prove/pace.ts'
import { paced } from '../../src/prove/run-again.ts'
import { labOf } from './lab-of.ts'

const lab = labOf(`
  - id: one
    text: One.
    run: "true"
    expect: [{exit: 0}]
  - id: two
    text: Two.
    timeout: 4s
    run: "true"
    expect: [{exit: 0}]
`)

const timeouts = (pace: Cell['pace'], slowness = 1) =>
  inTime(lab, pace, slowness).steps.map(({ timeout }) => timeout)

t.test('a step has ten times what it took, and two seconds, but never more than its lab allows', async t => {
  t.same(timeouts(undefined), [30_000, 4_000], 'as written')
  t.same(timeouts({ one: 100, two: 100 }), [3_000, 3_000])
  t.same(timeouts({ one: 10_000, two: 10_000 }), [30_000, 4_000])
  t.same(timeouts({ one: 600, two: 0 }, 6), [3_000, 2_000], 'the time that was measured is slow already')
  t.same(timeouts({ two: 100 }), [3_000, 3_000], 'a step that only a mutant has takes as long as the longest')
})

t.test('only the first run of a cell is held to it', async t => {
  const seen: Cell['pace'][] = []
  const run = paced(
    async cell => {
      seen.push(cell.pace)
      return {
        result: {} as never,
        remembered: false,
        remember: async () => undefined,
        keep: async () => undefined,
      }
    },
    { performed: { one: 1 }, byHand: { one: 2 } },
  )
  await run({ lab, manner: 'whole', round: 0 })
  await run({ lab, manner: 'by-hand', round: 0 })
  await run({ lab, manner: 'by-hand', round: 1 })
  t.same(seen, [{ one: 1 }, { one: 2 }, undefined])
})

t.test('of several runs, the longest time of each step counts', async t => {
  t.same(longestTimes([{ one: 1, two: 5 }, { one: 3 }, {}]), { one: 3, two: 5 })
})
