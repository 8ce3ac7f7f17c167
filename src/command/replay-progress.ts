import { cut } from '../report/format/pretty/page.ts'
import type { Outcome } from '../verdict/verdict.ts'
import type { World } from './world.ts'

/** Milliseconds before the first line is shown, and between two. */
const pace = 1_000

export interface ReplayProgress {
  heard(outcome: Outcome, isRemembered: boolean): void
  /** Writes to the same terminal, with the line out of the way. */
  around<T>(write: () => T): T
  end(): void
}

/** At a terminal, a line that says how many submissions are judged and how long the others will take; elsewhere none. */
export function replayProgress(
  all: number,
  { stderr }: Pick<World, 'stderr'>,
  now: () => number = () => performance.now(),
): ReplayProgress {
  if (!stderr.isTTY) return { heard: () => undefined, around: write => write(), end: () => undefined }
  const began = now()
  const count = { done: 0, failed: 0, performed: 0 }
  let isShown = false
  const clear = () => {
    if (isShown) stderr.write('\r\u001b[2K')
    isShown = false
  }
  const show = () => {
    if (now() - began < pace) return
    clear()
    const words = progressWords({ ...count, all, ms: now() - began })
    stderr.write(cut(`unboxed: ${words}`, stderr.columns || 80))
    isShown = true
  }
  const timer = setInterval(show, pace).unref()
  return {
    heard: (outcome, isRemembered) => {
      count.done++
      if (outcome === 'fail') count.failed++
      if (!isRemembered) count.performed++
      show()
    },
    around: write => {
      const was = isShown
      clear()
      const result = write()
      if (was) show()
      return result
    },
    end: () => {
      clearInterval(timer)
      clear()
    },
  }
}

interface Progress {
  readonly all: number
  readonly done: number
  readonly failed: number
  /** Of those done, by this call. */
  readonly performed: number
  readonly ms: number
}

/** `12 of 200 judged, 3 failed, about 4 min left`. */
export function progressWords({ all, done, failed, performed, ms }: Progress): string {
  const left = performed === 0 ? [] : [`about ${timeWords((ms / performed) * (all - done))} left`]
  const parts = [
    `${done} of ${all} judged`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(done < all ? left : []),
  ]
  return parts.join(', ')
}

function timeWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  if (seconds < 100) return `${seconds} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 100 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`
}
