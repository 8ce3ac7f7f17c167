import type { Actor } from '../attempt/actor/actor.ts'
import { idle, reference } from '../attempt/actor/reference.ts'
import type { Submission } from '../submission/submission.ts'

/** Who performs a submission. */
export const performerOf = (submission: Submission): Actor => (isEmpty(submission) ? idle : reference())

export const isEmpty = ({ steps }: Submission): boolean => steps.every(({ lines }) => lines.length === 0)
