import type { Clock } from '../../../src/runtime/runtime.ts'

/** Time that passes only while nothing else can happen, and then at once to the next moment something was planned for. */
export interface VirtualTime extends Clock {
  /** Lets time pass until `work` is settled. Rejects when nothing is planned any more: `work` would never settle. */
  run<T>(work: Promise<T>): Promise<T>
  /** Lets time pass until nothing is planned any more. */
  runOut(): Promise<void>
  /** Makes `run` and `runOut` reject: whoever plays a recording found that it does not fit. */
  fail(error: Error): void
}

/** More than the longest time-out of a lab on the slowest machine: who waits for longer waits for ever. */
const longest = 24 * 3600 * 1000

export function virtualTime(): VirtualTime {
  const planned = new Map<number, { at: number; call: () => void }>()
  let count = 0
  let now = 0
  let failure: Error | undefined

  /** Goes on to the next planned moment; of several calls planned for it, the first planned comes first. */
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

/** What is due now happens first: all promise jobs run before the event loop reaches its check phase. */
const everythingElse = () => new Promise<void>(resolve => setImmediate(resolve))
