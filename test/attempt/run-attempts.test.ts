import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'
import type { RunEvent } from '../../src/attempt/event.ts'
import { type AttemptsOptions, runAttempts } from '../../src/attempt/run-attempts.ts'
import { sleep } from '../../src/runtime/runtime.ts'
import { playedMachine, type Trouble } from './recorded/play.ts'
import { outcomesOf, verdictsIn } from './recorded/play-lab.ts'
import { type Recording, readRecording, recordedLab, repeatable } from './recorded/recording.ts'
import { type VirtualTime, virtualTime } from './recorded/virtual-time.ts'

/** In a process of its own, whose heap is its own; it works while the other tests do. */
const measured = promisify(execFile)(process.execPath, [
  '--expose-gc',
  '--import=tsx',
  `${import.meta.dirname}/recorded/measure-stream.ts`,
  '10000',
])

measured.catch(() => undefined) // awaited below

interface How extends Partial<AttemptsOptions> {
  readonly troubles?: readonly Trouble[]
  readonly time?: VirtualTime
  readonly hear?: (event: RunEvent) => void
}

/** Attempts recorded labs in one run, in machines that play their recordings. */
async function playAll(
  names: readonly string[],
  { troubles = [], time = virtualTime(), hear, ...options }: How,
) {
  const recordings = names.map(readRecording) as [Recording, ...Recording[]]
  const machine = playedMachine(recordings, time, { jobs: 2, troubles })
  const events: RunEvent[] = []
  const run = runAttempts(
    names.map(recordedLab),
    machine,
    repeatable(time),
    event => {
      events.push(event)
      hear?.(event)
    },
    { seed: 'recorded', jobs: 2, signal: new AbortController().signal, ...options },
  )
  const error = await time.run(run).catch(error => error)
  const { length } = events
  await time.runOut()
  return { events, machine, error, late: events.slice(length).map(({ type }) => type) }
}

const started = (events: readonly RunEvent[]) =>
  events.flatMap(event => (event.type === 'attempt-start' ? [event.attempt.id] : []))

const ended = (events: readonly RunEvent[]) =>
  events.flatMap(event => (event.type === 'attempt-end' ? [event.attempt] : []))

t.test('attempts start in rounds, two at once, each with its own id, verdicts and evidence', async t => {
  const names = ['passing', 'failing', 'typed']
  const { events, machine } = await playAll(names, { repeat: 3 })
  const attempts = Object.fromEntries(names.map(name => [`recording/${name}`, 3]))
  t.match(events[0], { type: 'run-start', attempts, seed: 'recorded', machine: /QEMU/ })
  t.match(events.at(-1), { type: 'run-end', interrupted: false })
  const ids = [1, 2, 3].flatMap(number => names.map(name => `recording/${name}~recorded~${number}`))
  t.same(started(events), ids)
  t.same(ended(events).sort(), [...ids].sort())
  t.ok(
    events.findIndex(({ type }) => type === 'attempt-end') > events.indexOf(secondStart(events)),
    'the second starts before the first has ended',
  )
  for (const id of ids) {
    const own = events.filter(event => 'attempt' in event && event.attempt === id)
    const { outcomes } = readRecording(id.split(/[/~]/)[1] ?? '')
    t.same(outcomesOf(verdictsIn(own)), outcomes, id)
    t.match(own.at(-1), { type: 'attempt-end', evidence: { attempt: { id }, ended: undefined } })
  }
  t.same(
    machine.played.map(({ closed, missing }) => [closed, missing.length]),
    ids.map(() => [1, 0]),
  )
})

const secondStart = (events: readonly RunEvent[]) =>
  events.filter(({ type }) => type === 'attempt-start')[1] as RunEvent

t.test('never more at once than the machine allows', async t => {
  let running = 0
  let most = 0
  const hear = ({ type }: RunEvent) => {
    if (type === 'attempt-start') most = Math.max(most, ++running)
    if (type === 'attempt-end') running--
  }
  await playAll(['tiny'], { repeat: 10, jobs: 8, hear })
  t.equal(most, 2)
})

t.test('a stuck attempt does not let the others run ahead without bound', async t => {
  const { events } = await playAll(['tiny'], { repeat: 100, troubles: [{ silentAt: 0 }] })
  const [first] = started(events)
  const stuck = events.findIndex(event => event.type === 'attempt-end' && event.attempt === first)
  t.equal(started(events.slice(0, stuck)).length, 32)
  t.match(events[stuck], { ended: { code: 'no-answer' } })
  t.equal(ended(events).length, 100, 'all are made in the end')
})

t.test('what an attempt left to write is awaited before its worker goes on', async t => {
  const time = virtualTime()
  let pending = 0
  let most = 0
  const settled = async () => {
    most = Math.max(most, ++pending)
    await sleep(time, 5_000)
    pending--
  }
  const { events } = await playAll(['tiny'], { repeat: 6, time, settled })
  t.equal(most, 2)
  t.equal(pending, 0)
  const end = events.at(-1)
  t.ok(end?.type === 'run-end' && end.ms >= 15_000)
})

t.test('what cannot be written ends the run, once the attempts under way have ended', async t => {
  let count = 0
  const settled = async () => {
    if (++count === 3) throw new Error('no space left on device')
  }
  const { events, machine, error, late } = await playAll(['tiny', 'typed'], { repeat: 50, settled })
  t.match(error, { message: 'no space left on device' })
  t.same(late, [], 'nothing goes on behind')
  t.same(ended(events).sort(), started(events).sort())
  t.ok(started(events).length < 10)
  t.ok(machine.played.every(({ closed }) => closed === 1))
})

t.test('an interrupted run ends what is under way and starts nothing more', async t => {
  const stop = new AbortController()
  let count = 0
  const hear = ({ type }: RunEvent) => {
    if (type === 'step-end' && ++count === 6) stop.abort()
  }
  const { events } = await playAll(['typed', 'tiny'], { repeat: 20, signal: stop.signal, hear })
  t.match(events.at(-1), { type: 'run-end', interrupted: true })
  t.same(ended(events).sort(), started(events).sort())
  const cutShort = events.filter(event => event.type === 'attempt-end' && event.ended?.code === 'interrupted')
  t.ok(cutShort.length >= 1 && cutShort.length <= 2)
  t.ok(started(events).length < 8)
})

t.test('ten thousand attempts stream through in the memory of a few hundred', async t => {
  const { streamed, grown, grownWhenKept } = JSON.parse((await measured).stdout)
  t.equal(streamed, 10_000)
  t.ok(grown < 2_000_000, `grown by ${grown} bytes`)
  t.ok(grownWhenKept > 2_000_000, `what is kept of a tenth of them would be seen: ${grownWhenKept} bytes`)
})

t.test(
  'a reporter that fails ends the run once what is under way has ended, and is no error of a lab',
  async t => {
    const broken = new Error('the reporter is broken')
    const events: RunEvent[] = []
    const time = virtualTime()
    const machine = playedMachine([readRecording('passing')], time)
    const emit = (event: RunEvent) => {
      events.push(event)
      if (event.type === 'output') throw broken
    }
    const { signal } = new AbortController()
    const options = { seed: 'recorded', repeat: 3, jobs: 1, signal }
    const run = runAttempts([recordedLab('passing')], machine, repeatable(time), emit, options)
    t.equal(await time.run(run.catch(error => error)), broken)
    const ends = events.flatMap(event => (event.type === 'attempt-end' ? [event] : []))
    t.equal(ends.length, 1, 'no other attempt starts')
    t.equal(ends[0]?.ended, undefined)
  },
)
