import { setTimeout as sleep } from 'node:timers/promises'

/** The value of a promise; undefined if it does not settle within so many milliseconds. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  const over = new AbortController()
  const late = sleep(ms, undefined, { signal: over.signal }).catch(() => undefined)
  try {
    return await Promise.race([promise, late])
  } finally {
    over.abort()
  }
}

/**
 * Polls, fast at first, until the answer is not undefined; after `timeout` ms it returns undefined. It leaves three quarters of the
 * CPU to what it waits for: where a poll takes long, as in an emulated machine, it polls less often.
 */
export async function poll<T>(
  timeout: number,
  ask: () => T | undefined | Promise<T | undefined>,
  pause = 10,
): Promise<T | undefined> {
  const deadline = performance.now() + timeout
  for (let wait = 1; ; wait = Math.min(2 * wait, pause)) {
    const asked = performance.now()
    const answer = await ask()
    if (answer !== undefined) return answer
    const now = performance.now()
    if (now >= deadline) return undefined
    await sleep(Math.max(wait, 3 * (now - asked)))
  }
}

/** For long work: a function to await between its parts, which lets other messages be answered, such as a ping, when it is time. */
export function turns(): () => Promise<void> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < turn) return
    await new Promise(resolve => setImmediate(resolve))
    last = performance.now()
  }
}

/** Milliseconds after which other messages have their turn. */
const turn = 50
