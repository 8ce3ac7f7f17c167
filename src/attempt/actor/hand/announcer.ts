import { type Clock, sleep } from '../../../runtime/runtime.ts'

/** Lets others wait for a change. */
export function announcer() {
  let tell: () => void = () => undefined
  let next = new Promise<void>(resolve => {
    tell = resolve
  })
  return {
    announce() {
      tell()
      next = new Promise(resolve => {
        tell = resolve
      })
    },
    async until(holds: () => boolean, timeout: number, clock: Pick<Clock, 'now' | 'after'>): Promise<void> {
      const deadline = clock.now() + timeout
      while (!holds() && clock.now() < deadline) {
        const stop = new AbortController()
        await Promise.race([next, sleep(clock, deadline - clock.now(), stop.signal)])
        stop.abort()
      }
    },
  }
}
