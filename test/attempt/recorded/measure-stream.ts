// Attempts the smallest recorded lab again and again, and prints by how many bytes the heap has grown meanwhile: while nobody
// keeps what is reported, and then while somebody does, which shows that it would be seen.
import type { RunEvent } from '../../../src/attempt/event.ts'
import { runAttempts } from '../../../src/attempt/run-attempts.ts'
import { playedMachine } from './play.ts'
import { readRecording, recordedLab, repeatable } from './recording.ts'
import { virtualTime } from './virtual-time.ts'

/** Attempts before the first measurement, so that loading, compiling and caching do not count as growth. */
const warmUp = 200

/** Bytes by which the heap grows from the end of the first attempts to shortly before the end of the last one. */
async function growth(repeat: number, hear: (event: RunEvent) => void): Promise<number> {
  const time = virtualTime()
  const machine = playedMachine([readRecording('tiny')], time, { jobs: 2 })
  let ended = 0
  let early = 0
  let late = 0
  const emit = (event: RunEvent) => {
    hear(event)
    if (event.type !== 'attempt-end') return
    machine.forget()
    ended++
    if (ended === warmUp) early = heap()
    if (ended === repeat - 1) late = heap()
  }
  const { signal } = new AbortController()
  await time.run(
    runAttempts([recordedLab('tiny')], machine, repeatable(time), emit, {
      seed: 'recorded',
      repeat,
      jobs: 2,
      signal,
    }),
  )
  return late - early
}

function heap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

let streamed = 0
const attempts = Number(process.argv[2])
const grown = await growth(attempts, ({ type }) => {
  if (type === 'attempt-end') streamed++
})
const events: RunEvent[] = []
const grownWhenKept = await growth(attempts / 10, event => events.push(event))
console.log(JSON.stringify({ streamed, grown, kept: events.length, grownWhenKept }))
