import { isUrgent, pressedPieces } from './keys.ts'

/** Passes on lines one by one, each once the one before it has ended; keys that make signals at once, and what waits is dropped. */
export function paster(send: (keys: string) => void, ended: () => Promise<void>): (keys: string) => void {
  let waiting: string[] = []
  let isBusy = false
  const pump = async () => {
    isBusy = true
    for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
      send(piece)
      if (/[\r\n]$/.test(piece)) await ended()
    }
    isBusy = false
  }
  return keys => {
    if (isUrgent(keys)) {
      waiting = []
      return send(keys)
    }
    for (const piece of pressedPieces(keys)) if (waiting.length < mostPasted) waiting.push(piece)
    if (!isBusy) void pump()
  }
}

/** Lines that wait to be passed on; more are dropped. */
const mostPasted = 10_000
