// Replays the smallest recorded lab again and again, and prints by how many bytes the heap has grown meanwhile.
import { plannedAt, replayed } from './replayed.ts'

/** Submissions before the first measurement, so that loading, compiling and caching do not count as growth. */
const warmUp = 200

const all = Number(process.argv[2])
let ended = 0
let early = 0
let late = 0

await replayed(['tiny'], {
  planned: Array.from({ length: all }, (_, index) => plannedAt('tiny', `${index}`)),
  journal: { recall: async () => undefined, remember: async () => undefined },
  hear: (event, { forget }) => {
    if (event.type !== 'attempt-end') return
    forget()
    ended++
    if (ended === warmUp) early = heap()
    if (ended === all - 1) late = heap()
  },
})

function heap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

console.log(JSON.stringify({ streamed: ended, grown: late - early }))
