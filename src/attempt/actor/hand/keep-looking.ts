import { sleep } from '../../../runtime/runtime.ts'
import type { Session } from '../../session.ts'
import type { Desk } from './desk.ts'

/** Milliseconds between looks while nothing ends. A check that must hold for a time is looked at more often. */
const interval = { usual: 1_000, holds: 400 }

/** Looks again and again, until `signal` says that this is over, or what is seen is enough. */
export async function keepLooking(
  { look, resolver }: Pick<Desk, 'look' | 'resolver'>,
  { runtime }: Pick<Session, 'runtime'>,
  signal: AbortSignal,
  isEnough: () => boolean = () => false,
): Promise<void> {
  while (!signal.aborted && !isEnough()) {
    const isHeld = resolver.open()?.expect.some(({ when }) => when.kind === 'holds')
    await sleep(runtime, isHeld ? interval.holds : interval.usual, signal)
    if (!signal.aborted) await look()
  }
}
