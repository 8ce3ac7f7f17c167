import t from 'tap'
import { scoreWords } from '../../../../src/report/format/pretty/points.ts'
import type { Scored } from '../../../../src/verdict/score.ts'

const scored = (points: number, rest: Partial<Scored>): Scored => ({
  check: 'a/1',
  outcome: 'pass',
  points,
  ...rest,
})

t.test('points are told by what they rest on, and what was not seen is not told as seen', async t => {
  const both = scored(4, { observed: 'inside and outside' })
  t.equal(
    scoreWords([
      both,
      scored(1, { observed: 'inside' }),
      scored(2, { observed: 'outside' }),
      scored(3, { outcome: 'error' }),
      scored(1, { said: true }),
    ]),
    '8 to 11 of 11 (seen from both sides 4 of 4, seen inside 1 of 1, seen from outside 2 of 2, not judged 0 of 3, said 1 of 1)',
  )
  t.equal(scoreWords([both]), '4 of 4 (seen from both sides)')
  t.equal(scoreWords([scored(2, { observed: 'inside' }), scored(1, { outcome: 'error' })]), '2 to 3 of 3')
})
