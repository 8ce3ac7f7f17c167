import t from 'tap'
import { type Scored, scoreOf } from '../../src/verdict/score.ts'

const none = { earned: 0, possible: 0 }

t.test('points are earned by passing alone, and what could not be judged is told apart', async t => {
  const verdicts = (['pass', 'fail', 'skipped', 'unsupported', 'error', 'pass'] as const).map(
    (outcome, index) => ({ check: `a/${index}`, outcome, points: index + 1 }),
  )
  t.same(scoreOf(verdicts), {
    ...{ earned: 7, possible: 21 },
    ...{ seen: { earned: 7, possible: 21 }, both: none, said: none, undecided: 9 },
  })
  t.same(scoreOf([]), { ...none, seen: none, both: none, said: none, undecided: 0 })
})

t.test('what programs said is counted apart from what the kernel showed', async t => {
  const verdicts: Scored[] = [
    { check: 'a/1', outcome: 'pass', points: 2 },
    { check: 'a/2', outcome: 'pass', points: 3, said: true },
    { check: 'a/3', outcome: 'fail', points: 4, said: true },
  ]
  t.match(scoreOf(verdicts), { seen: { earned: 2, possible: 2 }, said: { earned: 3, possible: 7 } })
})

t.test('what was skipped is as open as the check it depends on', async t => {
  const verdicts: Scored[] = [
    { check: 'a/1', outcome: 'error', points: 1 },
    { check: 'a/2', outcome: 'skipped', ground: 'a/1', points: 2 },
    { check: 'a/3', outcome: 'skipped', ground: 'a/2', points: 4 },
    { check: 'b/1', outcome: 'fail', points: 8 },
    { check: 'b/2', outcome: 'skipped', ground: 'b/1', points: 16 },
  ]
  t.equal(scoreOf(verdicts).undecided, 7)
})

t.test('decimals add up as on paper', async t => {
  const tenths = [0.1, 0.2].map((points, index) => ({ check: `${index}`, outcome: 'pass' as const, points }))
  t.equal(scoreOf(tenths).earned, 0.3)
})
