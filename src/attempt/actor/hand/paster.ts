import { endsLine, isUrgent, pressedPieces } from './keys.ts'

/**
 * Passes on lines one by one, each once the one before it has ended; keys that make signals at once, and what waits is dropped. While
 * `held` gives a promise for the keys that come next, they wait for it. Without `ended`, keys are passed on as they come, however many.
 */
export function paster(
  send: (keys: string) => void,
  ended: (() => Promise<void>) | undefined,
  held: (keys: string) => Promise<void> | undefined = () => undefined,
): (keys: string) => void {
  let waiting: string[] = []
  let isBusy = false
  const pump = async () => {
    isBusy = true
    for (let piece = waiting[0]; piece !== undefined; piece = waiting[0]) {
      const hold = held(piece)
      if (hold) {
        await hold
        continue
      }
      waiting.shift()
      send(piece)
      if (ended && endsLine(piece)) await ended()
    }
    isBusy = false
  }
  return keys => {
    if (isUrgent(keys)) {
      waiting = []
      return send(keys)
    }
    if (!ended) waiting = [waiting.join('') + keys]
    else for (const piece of pressedPieces(keys)) if (waiting.length < mostPasted) waiting.push(piece)
    if (!isBusy) void pump()
  }
}

/** Lines that wait to be passed on; more are dropped. */
const mostPasted = 10_000
