import type { Actor } from '../attempt/actor/actor.ts'
import { submitted } from '../attempt/actor/hand/submission.ts'
import type { Submission } from '../submission/submission.ts'

/** Who performs a submission. */
export const performerOf = (submission: Submission): Actor => submitted(() => submission)

export const isEmpty = ({ steps }: Submission): boolean => steps.every(({ lines }) => lines.length === 0)
