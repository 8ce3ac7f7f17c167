import t from 'tap'
import { scoreOf } from '../../src/verdict/score.ts'

t.test('points are earned by passing alone', async t => {
  const verdicts = (['pass', 'fail', 'skipped', 'unsupported', 'error', 'pass'] as const).map(
    (outcome, index) => ({
      outcome,
      points: index + 1,
    }),
  )
  t.same(scoreOf(verdicts), { earned: 7, possible: 21 })
  t.same(scoreOf([]), { earned: 0, possible: 0 })
})
