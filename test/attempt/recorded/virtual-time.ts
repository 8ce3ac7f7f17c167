import type { Clock } from '../../../src/runtime/runtime.ts'

/** A clock that advances only while nothing else can happen, and then jumps to the next scheduled call. */
export interface VirtualTime extends Clock {
  /** Lets time pass until `work` settles. Rejects if nothing is scheduled any more, since `work` would then never settle. */
  run<T>(work: Promise<T>): Promise<T>
  /** Lets time pass until nothing is scheduled any more. */
  runOut(): Promise<void>
  /** Makes `run` and `runOut` reject, for a player whose recording does not match. */
  fail(error: Error): void
}

/** More than the longest time-out of a lab on the slowest machine; a longer wait would never end. */
const longest = 24 * 3600 * 1000

export function virtualTime(): VirtualTime {
  const planned = new Map<number, { at: number; call: () => void }>()
  let count = 0
  let now = 0
  let failure: Error | undefined

  /** Advances to the next scheduled call; calls for the same moment run in the order in which they were scheduled. */
  function advance(): boolean {
    let next: number | undefined
    for (const [number, { at }] of planned)
      if (next === undefined || at < (planned.get(next)?.at ?? 0)) next = number
    const found = next === undefined ? undefined : planned.get(next)
    if (next === undefined || !found) return false
    planned.delete(next)
    now = found.at
    if (now > longest) throw new Error('a day has passed, and still something is waited for')
    found.call()
    return true
  }

  async function runWhile(isWanted: () => boolean): Promise<boolean> {
    for (;;) {
      await everythingElse()
      if (failure) throw failure
      if (!isWanted()) return true
      if (!advance()) return false
    }
  }

  return {
    now: () => now,
    date: () => Date.UTC(2026, 0, 1) + now,
    after: (ms, call) => {
      const number = count++
      planned.set(number, { at: now + ms, call })
      return () => void planned.delete(number)
    },
    async run(work) {
      let isSettled = false
      const settle = () => {
        isSettled = true
      }
      work.then(settle, settle)
      if (!(await runWhile(() => !isSettled)))
        throw new Error('it hangs: nothing is planned that could end it')
      return work
    },
    async runOut() {
      await runWhile(() => true)
    },
    fail: error => {
      failure ??= error
    },
  }
}

/** Lets everything that is due happen first: all promise jobs run before the event loop reaches its check phase. */
const everythingElse = () => new Promise<void>(resolve => setImmediate(resolve))
