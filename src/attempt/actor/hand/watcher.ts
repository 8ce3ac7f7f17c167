import type { Clock } from '../../../runtime/runtime.ts'

/** Looks, less and less often, while something runs and is quiet. */
export interface Watcher {
  /** There was output. */
  heard(): void
  /** There was input: looks are frequent again. */
  typed(): void
}

export function watcher(
  clock: Pick<Clock, 'now' | 'after'>,
  { isNeeded, look }: { isNeeded(): boolean; look(): Promise<unknown> },
): Watcher {
  let heardAt = clock.now()
  let interval = intervals.least
  let isWatching = false

  function watch(): void {
    if (isWatching || !isNeeded()) return
    isWatching = true
    clock.after(interval, tick)
  }
  async function tick(): Promise<void> {
    if (isNeeded() && clock.now() - heardAt >= quiet) {
      interval = Math.min(intervals.most, interval * intervals.growth)
      await look()
    }
    isWatching = false
    watch()
  }
  return {
    heard() {
      heardAt = clock.now()
      watch()
    },
    typed() {
      interval = intervals.least
      watch()
    },
  }
}

/** Milliseconds without output before the first look. */
const quiet = 90

/** Milliseconds between two looks. */
const intervals = { least: 60, growth: 1.4, most: 500 }
