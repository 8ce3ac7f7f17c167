import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'
import type { Evidence } from '../../src/evidence/evidence.ts'
import type { Outcome } from '../../src/verdict/verdict.ts'
import { outcomesOf, verdictsIn } from '../attempt/recorded/play-lab.ts'
import { readRecording, recordedLab } from '../attempt/recorded/recording.ts'
import { exitCodeAfter } from '../report/write.ts'
import { endsIn, journalOf, notesIn, plannedAt, replayed } from './replayed.ts'

const measured = promisify(execFile)(process.execPath, [
  '--expose-gc',
  '--import=tsx',
  `${import.meta.dirname}/measure-replay.ts`,
  '1000',
])
measured.catch(() => undefined) // awaited below

t.test('submissions are reported whole and in their order, with the verdicts of their labs', async t => {
  const names = ['passing', 'failing', 'tiny', 'typed'] as const
  const { events, machine, end } = await replayed([...names])
  t.same(end, { judged: 4, left: 0 })
  t.match(events[0], { type: 'run-start', attempts: { 'recording/tiny': 1 }, seed: 'recorded' })
  t.match(events.at(-1), { type: 'run-end', interrupted: false })
  t.same(
    events.flatMap(event => (event.type === 'attempt-start' ? [[event.attempt.learner, event.file]] : [])),
    names.map((_, index) => [`learner-${index + 1}`, `learner-${index + 1}.sh`]),
  )
  for (const [index, name] of names.entries()) {
    const { id } = plannedAt(name, `learner-${index + 1}`).head
    const own = events.filter(event => 'attempt' in event && event.attempt === id)
    t.same(outcomesOf(verdictsIn(own)), readRecording(name).outcomes, name)
    const from = events.indexOf(own[0] as never)
    t.same(events.slice(from, from + own.length), own, `${name} is told without a break`)
  }
  t.equal(machine.played.length, 4)
  t.equal(exitCodeAfter(events), 1)
})

t.test('what was judged is not performed again, and reported alike', async t => {
  const journal = journalOf()
  const first = await replayed(['passing', 'failing'], { journal })
  const heard: [Outcome, boolean][] = []
  const second = await replayed(['passing', 'failing'], {
    journal,
    heard: (outcome, isRemembered) => heard.push([outcome, isRemembered]),
  })
  t.equal(second.machine.played.length, 0)
  t.same(heard.sort(), [
    ['fail', true],
    ['pass', true],
  ])
  t.same(verdictsIn(second.events), verdictsIn(first.events))
  t.same(
    endsIn(second.events).map(({ remembered }) => remembered),
    [true, true],
  )
  t.same(
    endsIn(first.events).map(({ remembered }) => remembered),
    [undefined, undefined],
  )
})

t.test('equal lines of another learner are remembered as that learner’s own', async t => {
  const journal = journalOf()
  const open = async () => ({
    submission: { steps: [] },
    lab: recordedLab('tiny'),
    key: 'the same',
    notes: [],
  })
  await replayed(['tiny'], { journal, open })
  const planned = [plannedAt('tiny', 'ben')]
  const kept: Evidence[] = []
  const { events } = await replayed(['tiny'], {
    journal,
    open,
    planned,
    keep: async ({ evidence }) => void kept.push(evidence),
  })
  t.match(endsIn(events), [{ remembered: true, evidence: { attempt: { learner: 'ben' } } }])
  t.match(kept, [{ attempt: { id: 'recording/tiny~recorded~1~ben' } }])
})

t.test('an attempt that broke down is made in another machine, and only the last one is told', async t => {
  const { events, machine, end } = await replayed(['tiny'], { troubles: [{ cutAt: 3 }, { cutAt: 3 }] })
  t.equal(machine.played.length, 3)
  t.same(end, { judged: 1, left: 0 })
  t.equal(events.filter(({ type }) => type === 'attempt-start').length, 1)
  t.match(notesIn(events), [/^performed in 3 machines, since the attempt broke down before: /])
  t.same(outcomesOf(verdictsIn(events)), readRecording('tiny').outcomes)
})

t.test('what breaks down in three machines is not judged, and never remembered', async t => {
  const journal = journalOf()
  const troubles = [{ cutAt: 3 }, { cutAt: 3 }, { cutAt: 3 }]
  const { events, machine } = await replayed(['tiny'], { journal, troubles })
  t.equal(machine.played.length, 3)
  t.match(endsIn(events), [
    { ended: { kind: 'error', code: 'not-judged', message: /in each of 3 machines/ } },
  ])
  t.equal(exitCodeAfter(events), 3)
  t.equal(journal.kept.size, 0)
  const again = await replayed(['tiny'], { journal })
  t.equal(again.machine.played.length, 1, 'the next call tries again')
  t.equal(journal.kept.size, 1)
})

t.test('a submission whose step never ends costs one machine, and has failed', async t => {
  const { events, machine } = await replayed(['overrun'])
  t.equal(machine.played.length, 1)
  t.notOk(notesIn(events).length)
  t.notOk(verdictsIn(events).some(({ outcome }) => outcome === 'error'))
  t.equal(exitCodeAfter(events), 1)
})

t.test('a live attempt and its replay are compared', async t => {
  const [check = ''] = Object.keys(readRecording('tiny').outcomes)
  const { events } = await replayed(['tiny'], { submission: { steps: [], seen: { [check]: 'fail' } } })
  t.same(notesIn(events), [`${check}: live: fail, replayed: ${readRecording('tiny').outcomes[check]}`])
})

t.test('Ctrl-C ends what is under way, reports what was judged, and counts the others', async t => {
  const stop = new AbortController()
  const names = Array.from({ length: 20 }, () => 'tiny') as [string, ...string[]]
  const journal = journalOf()
  let heard = 0
  const { events, end } = await replayed(names, {
    journal,
    signal: stop.signal,
    heard: () => ++heard === 5 && stop.abort(),
  })
  const ends = endsIn(events)
  t.ok(ends.length >= 5 && ends.length < 8, `${ends.length} are reported`)
  t.same(end, { judged: ends.length, left: 20 - ends.length })
  t.equal(journal.kept.size, ends.length)
  t.ok(ends.every(({ ended }) => ended === undefined))
  t.equal(exitCodeAfter(events), 130)
  const rest = await replayed(names, { journal })
  t.equal(rest.machine.played.length, 20 - ends.length, 'the next call performs the others, each once')
  t.equal(endsIn(rest.events).length, 20)
})

t.test('a submission that can no longer be read costs no other', async t => {
  const planned = [plannedAt('tiny', 'ada'), plannedAt('passing', 'ben')]
  const lab = recordedLab('passing')
  const { events, end } = await replayed(['passing'], {
    planned,
    open: async ({ head }) =>
      head.learner === 'ada' ? undefined : { submission: { steps: [] }, lab, key: head.id, notes: [] },
  })
  t.same(end, { judged: 1, left: 0 })
  t.same(
    endsIn(events).map(({ attempt }) => attempt),
    ['recording/passing~recorded~1~ben'],
  )
})

t.test('an error of the caller ends it, once what is under way has ended', async t => {
  const names = Array.from({ length: 20 }, () => 'tiny') as [string, ...string[]]
  let settled = 0
  const { error, machine } = await replayed(names, {
    settled: async () => {
      if (++settled === 3) throw new Error('no space left on device')
    },
  })
  t.match(error, { message: 'no space left on device' })
  t.ok(machine.played.length < 8)
  t.ok(machine.played.every(({ closed }) => closed === 1))
})

t.test('a thousand submissions stream through in the memory of a few', async t => {
  const { streamed, grown } = JSON.parse((await measured).stdout)
  t.equal(streamed, 1_000)
  t.ok(grown < 1_000_000, `grown by ${grown} bytes`)
})
