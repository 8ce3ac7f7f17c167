import t from 'tap'
import { draw, inForm } from '../../../src/lab/variable/variable.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'

t.test('a draw is the same for ever: evidence names only the seed', async t => {
  const choices = ['a', 'b', 'c', 'd', 'e']
  t.same(
    ['1', '2', '3', '4', '5', '6'].map(seed =>
      draw(choices, { seed, lab: 'cgroup/memory-max', name: 'limit' }, nodeRuntime.digest),
    ),
    ['c', 'c', 'd', 'e', 'd', 'a'],
  )
})

t.test('every choice is drawn about as often', async t => {
  const drawn = Array.from({ length: 3000 }, (_, seed) =>
    draw(['a', 'b', 'c'], { seed: String(seed), lab: 'lab', name: 'name' }, nodeRuntime.digest),
  )
  for (const choice of ['a', 'b', 'c']) {
    const count = drawn.filter(value => value === choice).length
    t.ok(count > 900 && count < 1100, `${choice}: ${count}`)
  }
})

const one = (drawn: string) => ({ choices: [drawn], drawn })

t.test('forms are bare numbers', async t => {
  t.equal(inForm(one('512MiB'), 'bytes'), '536870912')
  t.equal(inForm(one('10000'), 'pages'), '2')
  t.equal(inForm(one('1.5s'), 'ms'), '1500')
  t.equal(inForm(one('250ms'), 'seconds'), '0.25')
  t.equal(inForm(one('29%'), 'percent'), '29')
  t.equal(inForm(one('20%'), 'fraction'), '0.2')
})

t.test('a form must fit all choices, not only the one that was drawn', async t => {
  t.match(inForm({ choices: ['1s', '2MiB'], drawn: '1s' }, 'ms'), { wrong: '2MiB', expected: /duration/ })
})
