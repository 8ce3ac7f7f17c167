import type { Note } from '../attempt/rejudge.ts'
import type { Submission } from '../submission/submission.ts'
import type { Verdict } from '../verdict/verdict.ts'
import { note } from './note.ts'

/** Each check that was judged otherwise as the learner made the attempt, in the order of the lab; then those that the lab no longer has. */
export function differences(
  { seen = {} }: Pick<Submission, 'seen'>,
  verdicts: readonly Pick<Verdict, 'check' | 'outcome'>[],
): Note[] {
  const replayed = new Map(verdicts.map(({ check, outcome }) => [check, outcome]))
  const checks = [...replayed.keys(), ...Object.keys(seen).filter(check => !replayed.has(check))]
  return checks.flatMap(check => {
    const live = Object.hasOwn(seen, check) ? seen[check] : undefined
    const now = replayed.get(check) ?? 'none'
    return live === undefined || live === now
      ? []
      : [note('judged-otherwise', { check, live, replayed: now })]
  })
}
