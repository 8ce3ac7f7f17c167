import { holdTime } from '../../../plan/hold-time.ts'
import { sleep } from '../../../runtime/runtime.ts'
import type { Session } from '../../session.ts'
import type { Desk } from './desk.ts'

/** Milliseconds between looks while nothing ends. A check that must hold for a time is looked at more often. */
const interval = { usual: 1_000, holds: 400 }

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
    while (!isEnough()) {
      const step = desk.resolver.open()
      const isHeld = step !== undefined && holdTime(step) > 0
      await sleep(runtime, isHeld ? interval.holds : interval.usual, over.signal)
      if (over.signal.aborted) return new Promise<never>(() => undefined)
      await desk.look()
    }
    return undefined
  }
  try {
    return await Promise.race([work, watch()])
  } finally {
    over.abort()
  }
}
