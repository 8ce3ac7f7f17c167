import t from 'tap'
import type { RunEvent } from '../../../src/attempt/event.ts'
import { pid, runEvents, runs } from '../sample-run.ts'
import { exitCodeAfter } from '../write.ts'

t.test('the exit code of a run, from its events', async t => {
  t.equal(exitCodeAfter(runs.passing()), 0)
  t.equal(exitCodeAfter(runs.failing()), 1)
  t.equal(exitCodeAfter(runs.broken()), 3)
  t.equal(exitCodeAfter(runs.unsupported()), 4)
  t.equal(exitCodeAfter(runs.interrupted()), 130)
  t.equal(exitCodeAfter(runs.repeated()), 1)
  t.equal(exitCodeAfter([]), 3)
})

t.test('a missing verdict is no pass', async t => {
  const events = runs.passing()
  const missing = (event: RunEvent) => event.type === 'verdict' && event.verdict.check === 'box/2'
  t.equal(exitCodeAfter(events.filter(event => !missing(event))), 3)
  t.equal(exitCodeAfter(events.filter(({ type }) => type !== 'attempt-end')), 3)
})

t.test('an attempt that never started is no pass', async t => {
  const planned = runEvents([pid], { repeat: 3 })
  t.equal(exitCodeAfter(planned), 0)
  t.equal(exitCodeAfter(planned.filter(event => !('attempt' in event) || !isAbout(event, 3))), 3)
})

const isAbout = (event: RunEvent, number: number) => JSON.stringify(event).includes(`~${number}"`)
