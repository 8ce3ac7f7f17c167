import { type Points, type Score, type Scored, scoreOf } from '../../../verdict/score.ts'

/** `5 of 7 (seen 4 of 5, said 1 of 2)`; `3 to 5 of 7` where something could not be judged; `seen from both sides`, `seen inside` and the like where it was looked from both. */
export function scoreWords(verdicts: readonly Scored[]): string {
  const score = scoreOf(verdicts)
  const grounds = groundsOf(verdicts).filter(([, { possible }]) => possible > 0)
  const [only, ...more] = grounds
  if (!only || (more.length === 0 && only[0] === 'seen')) return `${earnedWords(score)} of ${score.possible}`
  const basis =
    more.length === 0 ? only[0] : grounds.map(([ground, points]) => `${ground} ${of(points)}`).join(', ')
  return `${earnedWords(score)} of ${score.possible} (${basis})`
}

/** What points rest on. */
function groundsOf(verdicts: readonly Scored[]): readonly (readonly [string, Points])[] {
  const { seen, both, said } = scoreOf(verdicts)
  if (both.possible === 0) return [['seen', seen] as const, ['said', said] as const]
  const shown = verdicts.filter(({ said }) => !said)
  const seenBy = (side: Scored['observed']) => scoreOf(shown.filter(({ observed }) => observed === side)).seen
  return [
    ['seen from both sides', both] as const,
    ['seen inside', seenBy('inside')] as const,
    ['seen from outside', seenBy('outside')] as const,
    ['not judged', seenBy(undefined)] as const,
    ['said', said] as const,
  ]
}

const of = ({ earned, possible }: Points) => `${earned} of ${possible}`

/** The points, or between which numbers they are. */
export const earnedWords = ({ earned, undecided }: Pick<Score, 'earned' | 'undecided'>): string =>
  undecided === 0 ? String(earned) : `${earned} to ${Math.round((earned + undecided) * 1e6) / 1e6}`
