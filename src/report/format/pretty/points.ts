import { type Points, type Score, type Scored, scoreOf } from '../../../verdict/score.ts'

/** `5 of 7 (seen 4 of 5, said 1 of 2)`; `3 to 5 of 7` where something could not be judged. */
export function scoreWords(verdicts: readonly Scored[]): string {
  const score = scoreOf(verdicts)
  const { seen, said } = score
  const basis = seen.possible > 0 && said.possible > 0 ? ` (seen ${of(seen)}, said ${of(said)})` : ''
  const only = seen.possible === 0 && said.possible > 0 ? ' (said)' : ''
  return `${earnedWords(score)} of ${score.possible}${basis}${only}`
}

const of = ({ earned, possible }: Points) => `${earned} of ${possible}`

/** The points, or between which numbers they are. */
export const earnedWords = ({ earned, undecided }: Pick<Score, 'earned' | 'undecided'>): string =>
  undecided === 0 ? String(earned) : `${earned} to ${Math.round((earned + undecided) * 1e6) / 1e6}`
