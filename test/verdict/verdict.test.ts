import t from 'tap'
import type { Outcome } from '../../src/verdict/verdict.ts'
import { worstOutcome } from '../../src/verdict/verdict.ts'

const rows: [Outcome[], Outcome][] = [
  [['pass'], 'pass'],
  [['pass', 'fail'], 'fail'],
  [['fail', 'unsupported'], 'unsupported'],
  [['unsupported', 'error', 'fail'], 'error'],
  [['skipped', 'pass'], 'skipped'],
  [[], 'error'],
]

t.test('the worst of several, in any order', async t => {
  for (const [outcomes, worst] of rows) {
    t.equal(worstOutcome(outcomes), worst, outcomes.join(' '))
    t.equal(worstOutcome(outcomes.toReversed()), worst)
  }
})

t.test('it passes only where everything passes', async t => {
  const all: Outcome[] = ['pass', 'fail', 'skipped', 'unsupported', 'error']
  for (const a of all)
    for (const b of all) t.equal(worstOutcome([a, b]) === 'pass', a === 'pass' && b === 'pass')
})
