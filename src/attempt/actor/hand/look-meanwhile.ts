import type { Step } from '../../../lab/lab.ts'
import { holdTime } from '../../../plan/hold-time.ts'
import { isEver } from '../../../resolve/project.ts'
import { sleep } from '../../../runtime/runtime.ts'
import type { Session } from '../../session.ts'
import type { Desk } from './desk.ts'

/** Milliseconds between looks while nothing ends; more often for a check that must hold for a time. */
const interval = { usual: 1_000, holds: 400 }

/** On a busy machine at most this part of the time is spent on looks, except for what may be over or has to hold. */
const share = 1 / 4

/** Milliseconds between looks at most, however long one takes. */
const longest = 5_000

/**
 * Waits for something that happens at a desk, and looks meanwhile. Resolves to undefined once what was seen is enough. Rejects if a look
 * does: the machine is lost.
 */
export async function lookingMeanwhile<T>(
  work: Promise<T>,
  desk: Pick<Desk, 'look' | 'resolver'>,
  { runtime, deadlines = runtime }: Pick<Session, 'runtime' | 'deadlines'>,
  isEnough: () => boolean = () => false,
): Promise<T | undefined> {
  const over = new AbortController()
  const watch = async (): Promise<undefined> => {
    for (let took = 0; !isEnough(); ) {
      await sleep(runtime, pauseAfter(took, desk.resolver.open()), over.signal)
      if (over.signal.aborted) return new Promise<never>(() => undefined)
      const began = deadlines.now()
      await desk.look()
      took = deadlines.now() - began
    }
    return undefined
  }
  try {
    return await Promise.race([work, watch()])
  } finally {
    over.abort()
  }
}

function pauseAfter(took: number, step: Step | undefined): number {
  if (step && holdTime(step) > 0) return interval.holds
  if (step && isEver(step)) return interval.usual
  return Math.min(longest, Math.max(interval.usual, took / share - took))
}
