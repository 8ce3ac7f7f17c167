import t from 'tap'
import { labsToRun } from '../../src/prove/seed.ts'
import { labOf } from './lab-of.ts'

const steps = '  - {id: a, text: A., run: "true"}'
const values = (labs: readonly { vars: Readonly<Record<string, string>> }[]) => labs.map(({ vars }) => vars.n)

t.test('each value that can be drawn is run once at least, and the lab as often as was asked', async t => {
  const draw = (seed: string) => labOf(steps, 'vars: {n: {pick: [1, 2, 3, 4]}}', seed)
  const labs = labsToRun({ draw }, 'one', 2)
  t.same(values(labs).sort(), ['1', '2', '3', '4'])
  t.equal(labs[0].seed, 'one', 'the first is that of the seed')
  const often = labsToRun({ draw }, 'one', 6)
  t.equal(often.length, 6)
  t.equal(new Set(values(often)).size, 4)
})

t.test('a lab that draws nothing is only repeated', async t => {
  let draws = 0
  const draw = (seed: string) => {
    draws++
    return labOf(steps, '', seed)
  }
  t.equal(labsToRun({ draw }, 'one', 3).length, 3)
  t.equal(draws, 1)
})
