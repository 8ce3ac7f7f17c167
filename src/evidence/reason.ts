import type { CallError } from '../protocol/message.ts'

/**
 * Why something could not be done or judged, or, of kind `fail`, what the actor did that ended the attempt. `kind` decides the outcome,
 * never the prose.
 */
export interface Reason {
  readonly kind: 'unsupported' | 'error' | 'skipped' | 'fail'
  readonly code: string
  readonly message: string
  readonly remedy?: string
  readonly call?: CallError
}

/** Whether a step timed out: its checks are judged by its last sample, and the attempt does not pass. */
export const isOverdue = (ended: Pick<Reason, 'code'> | undefined): boolean =>
  ended?.code === 'step-timeout' || ended?.code === 'line-timeout'
