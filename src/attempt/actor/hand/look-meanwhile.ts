import { holdTime } from '../../../plan/hold-time.ts'
import { sleep } from '../../../runtime/runtime.ts'
import type { Session } from '../../session.ts'
import type { Desk } from './desk.ts'

/** Milliseconds between looks while nothing ends. A check that must hold for a time is looked at more often. */
const interval = { usual: 1_000, holds: 400 }

/** At most this part of the time is spent on looks, on a busy machine too, but for what must hold. */
const share = 1 / 4

/**
 * Waits for something that happens at a desk, and looks meanwhile. Resolves to undefined once what was seen is enough. Rejects if a look
 * does: the machine is lost.
 */
export async function lookingMeanwhile<T>(
  work: Promise<T>,
  desk: Pick<Desk, 'look' | 'resolver'>,
  { runtime }: Pick<Session, 'runtime'>,
  isEnough: () => boolean = () => false,
): Promise<T | undefined> {
  const over = new AbortController()
  const watch = async (): Promise<undefined> => {
    for (let took = 0; !isEnough(); ) {
      const step = desk.resolver.open()
      const isHeld = step !== undefined && holdTime(step) > 0
      const pause = isHeld ? interval.holds : Math.max(interval.usual, took / share - took)
      await sleep(runtime, pause, over.signal)
      if (over.signal.aborted) return new Promise<never>(() => undefined)
      const began = runtime.now()
      await desk.look()
      took = runtime.now() - began
    }
    return undefined
  }
  try {
    return await Promise.race([work, watch()])
  } finally {
    over.abort()
  }
}
