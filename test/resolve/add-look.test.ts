import t from 'tap'
import type { HandLook } from '../../src/evidence/hand.ts'
import { addLook } from '../../src/resolve/add-look.ts'
import { labOf } from '../prove/lab-of.ts'

const lab = labOf(`
  - {id: one, text: One., as: box, run: sleep 9, expect: [{process: box, exists: true}]}
  - {id: held, text: Held., run: "true", expect: [{process: box, exists: true, when: {holds: 3s}}]}
`)
const [one, held] = lab.steps
const look = (at: number, said = ''): HandLook => ({
  at,
  processes: [],
  readings: [{ source: '/proc/1/status', text: said }],
})

t.test('of looks that say the same, the first and the last are kept', async t => {
  const looks: HandLook[] = []
  for (const [
    at,
    said,
  ] of [[0, 'a'], [1000, 'a'], [2000, 'a'], [3000, 'b'], [4000, 'b'], [5000, 'b'], [6000, 'a']] as const) // biome-ignore format: a table
    addLook(looks, look(at, said), one)
  t.same(
    looks.map(({ at }) => at),
    [0, 2000, 3000, 5000, 6000],
  )
})

t.test('where something must hold, no gap is longer than a second', async t => {
  const looks: HandLook[] = []
  for (let at = 0; at <= 4000; at += 400) addLook(looks, look(at), held)
  const gaps = looks.slice(1).map(({ at }, index) => at - (looks[index]?.at ?? 0))
  t.ok(Math.max(...gaps) <= 1000)
  t.ok(looks.length < 8)
})

t.test('however long somebody takes, a bounded number is kept, the first among them', async t => {
  const looks: HandLook[] = []
  for (let at = 0; at < 5000; at++) addLook(looks, look(at, String(at)), one)
  t.ok(looks.length <= 1000)
  t.equal(looks[0]?.at, 0)
  t.equal(looks.at(-1)?.at, 4999)
})
