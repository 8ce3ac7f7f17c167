import t from 'tap'
import { idle } from '../../src/attempt/actor/reference.ts'
import { newAttempt } from '../../src/attempt/attempt.ts'
import { attemptOf, type RunEvent } from '../../src/attempt/event.ts'
import { runAttempt } from '../../src/attempt/run-attempt.ts'
import { Problem } from '../../src/problem.ts'
import type { Outcome } from '../../src/verdict/verdict.ts'
import { judgedAgain, outcomesOf, type PlayedLab, playLab, verdictsIn } from './recorded/play-lab.ts'
import { readRecording, recordedLab, recordingNames, repeatable } from './recorded/recording.ts'
import { disturbances } from './recorded/undisturbed.ts'
import { virtualTime } from './recorded/virtual-time.ts'

for (const name of recordingNames())
  t.test(`${name} is judged as it was when it was recorded`, async t => {
    const { outcomes, ended, leaks } = readRecording(name)
    const result = await playLab(name)
    t.same(outcomesOf(result.verdicts), outcomes)
    t.same(outcomesOf(result.verdicts.filter(({ outcome }) => outcome !== 'pass')), notPassed[name] ?? {})
    t.equal(result.evidence.ended?.code, ended)
    t.same(
      result.evidence.leaks.map(({ kind }) => kind),
      leaks,
    )
    t.same(judgedAgain(result), result.verdicts, 'and from its evidence alone')
    t.same(result.played, { closed: 1, missing: [], extra: [] })
    t.match(orderOf(result.events), inOrder)
  })

/** What each recording was made to show: a new recording has to show it, too. */
const notPassed: Readonly<Record<string, Readonly<Record<string, Outcome>>>> = {
  failing: { 'word/1': 'fail', 'word/2': 'skipped' },
  overrun: { 'endless/2': 'fail' },
  refused: { 'below/1': 'error', 'after/1': 'error' },
  'short-lived': { 'box/3': 'fail' },
  unmet: { 'never/1': 'unsupported' },
}

/** Events of a whole attempt, without output, which comes whenever something is printed. */
const orderOf = (events: readonly RunEvent[]) =>
  events
    .map(({ type }) => `${type}\n`)
    .join('')
    .replaceAll('output\n', '')

const inOrder =
  /^attempt-start\n(machine-ready\n(step-start\n(operation\n)*step-end\n(sample\n)*(verdict\n)+)*)?(verdict\n)*attempt-end\n$/

t.test('every event names its attempt', async t => {
  const { events, evidence } = await playLab('typed')
  const { attempt } = evidence
  t.equal(attempt.id, 'recording/typed~recorded~1')
  t.ok(events.every(event => attemptOf(event) === attempt.id))
  t.same(events[0], { type: 'attempt-start', attempt })
  t.match(events.at(-1), { type: 'attempt-end', leaks: [], evidence })
})

t.test('the limit that was read back is evidence', async t => {
  const { evidence } = await playLab('passing')
  t.match(evidence.steps[0]?.operations.at(-2), {
    line: 'cat /sys/fs/cgroup/box/inner/pids.max',
    said: '20\n',
  })
})

t.test('a step whose time is up is judged by what was true then, and its process is killed', async t => {
  const { evidence, verdicts, events } = await playLab('overrun')
  t.match(evidence.steps[0], { ended: { code: 'step-timeout' }, output: { stdout: 'begun\n' } })
  t.same(outcomesOf(verdicts), {
    'endless/1': 'pass',
    'endless/2': 'fail',
    'endless/3': 'pass',
    'after/1': 'pass',
  })
  const end = events.find(({ type }) => type === 'step-end')
  t.match(end, { step: 'endless', ended: { code: 'step-timeout' } })
  t.ok(end?.type === 'step-end' && end.ms >= 1199, 'on a machine that is six times slower, six times later')
})

t.test('a process that was to keep running and ended has an exit', async t => {
  const { evidence } = await playLab('short-lived')
  t.match(evidence.steps[0], { exit: { code: 1 }, exits: { box: { code: 1 } } })
})

t.test('output of typed lines ends before the mark', async t => {
  const { evidence } = await playLab('typed')
  t.same(
    evidence.steps.map(({ output, exit }) => [output.stdout, exit?.code]),
    [
      ['', undefined],
      ['recorded\n', 0],
      ['kept\n', 1],
      ['', 4],
      ['', 4],
    ],
  )
})

t.test('what is awaited is seen, and watched no longer than needed', async t => {
  const { evidence } = await playLab('watched')
  const [visit, late, lasting] = evidence.steps.map(({ samples }) => samples.map(({ moment }) => moment))
  t.ok(visit && visit.length > 2 && visit.slice(0, -1).every(moment => moment === 'during'))
  t.equal(late?.at(-1), 'end')
  t.ok(lasting && lasting.filter(moment => moment === 'after').length >= 2)
})

t.test('what a refusal means is found in the files around it', async t => {
  const { evidence, verdicts } = await playLab('refused')
  t.match(evidence.ended, {
    kind: 'error',
    code: 'controller-not-enabled',
    remedy: 'echo +memory > /sys/fs/cgroup/above/cgroup.subtree_control',
    call: { errno: 'ENOENT', path: /below\/memory\.max$/ },
  })
  t.match(verdicts.at(-1), { check: 'after/1', outcome: 'error', reason: evidence.ended })
})

t.test('a machine that lacks something is never asked to do anything', async t => {
  const { evidence, verdicts } = await playLab('unmet')
  t.same(evidence.steps, [])
  t.match(evidence.ended?.message, /has no command no-such-command, file \/no\/such\/file/)
  t.same(outcomesOf(verdicts), { 'never/1': 'unsupported' })
  t.same(
    askedIn('unmet').map(request => request.do),
    ['hello', 'mark', 'renew', 'refuse-ptrace', 'look'],
  )
})

t.test('however a step ended, the agent is asked to come back to its mark', async t => {
  for (const name of ['passing', 'failing', 'overrun', 'refused']) {
    const result = await playLab(name)
    t.same(result.played.missing, [], `${name}: all that was recorded was asked for`)
    const asked = askedIn(name).map(request => request.do)
    t.equal(asked.filter(what => what === 'mark').length, 1, name)
    t.same(asked.indexOf('clean'), asked.length - 1, `${name}: once, at the end`)
  }
})

/** What the runner asked for while a recording was made. */
const askedIn = (name: string) =>
  readRecording(name).lines.flatMap(line =>
    'sent' in line
      ? [line.sent as { readonly do: string; readonly path?: string; readonly key?: string }]
      : [],
  )

t.test('a machine that is thrown away afterwards is not asked what there is', async t => {
  const { played } = await playLab('tiny', { conduct: { unswept: true }, trouble: { silentAt: 0 } })
  t.match(played.extra, [/"do":"renew"/])
  t.match(played.missing[0], /"do":"mark"/)
})

t.test('a recording that does not fit says so, and how to record anew', async t => {
  const steps = recordedLab('tiny').steps.map(step => ({ ...step, run: 'echo other' }))
  await t.rejects(
    playLab('tiny', { change: { steps } }),
    /echo other(.|\n)*echo done(.|\n)*npm run record-fixtures/,
  )
  await t.rejects(playLab('typed', { conduct: { actor: idle } }), /npm run record-fixtures/)
})

t.test('once it is enough, the remaining steps are left out, and what was made is undone', async t => {
  const silentAt = readRecording('failing').lines.findIndex(line => JSON.stringify(line).includes('run-2'))
  const { evidence, verdicts, played } = await playLab('failing', {
    conduct: { isEnough: verdicts => verdicts.some(({ outcome }) => outcome === 'fail') },
    trouble: { silentAt },
  })
  t.same(
    evidence.steps.map(({ id }) => id),
    ['word'],
  )
  t.match(played.extra, [/"do":"clean"/])
  t.match(verdicts.at(-1), { check: 'after/1', outcome: 'error' })
})

t.test('a lab whose time is up ends, whatever it is doing', async t => {
  const whole = await playLab('watched')
  const { slowness } = readRecording('watched').machine
  for (let twentieth = 1; twentieth < 20; twentieth++) {
    const ms = Math.round((endMs(whole) * twentieth) / 20)
    const result = await playLab('watched', { change: { timeout: ms / slowness } })
    t.match(result.evidence.ended, { kind: 'error', code: 'lab-timeout' }, `after ${ms} ms`)
    t.equal(Math.round(endMs(result)), ms)
    t.same(disturbances(result, whole, 'cut short'), [])
  }
})

function endMs({ events }: PlayedLab): number {
  const end = events.at(-1)
  if (end?.type !== 'attempt-end') throw new Error('the attempt has no end')
  return end.ms
}

t.test('an interrupted attempt ends at once, whatever it is doing', async t => {
  for (const name of ['typed', 'overrun', 'leaking']) {
    const whole = await playLab(name)
    for (const [at] of whole.events.slice(0, -1).entries()) {
      let count = 0
      const result = await playLab(name, {
        hear: (_, interrupt) => {
          if (count++ === at) interrupt()
        },
      })
      t.match(result.evidence.ended, { kind: 'error', code: 'interrupted' }, `${name}: at event ${at}`)
      t.same(disturbances(result, whole, 'cut short'), [])
    }
  }
})

t.test('a machine that cannot be opened is nobody’s wrong answer', async t => {
  for (const [kind, outcome] of [
    ['machine', 'error'],
    ['unsupported', 'unsupported'],
  ] as const) {
    const lab = recordedLab('passing')
    const time = virtualTime()
    const events: RunEvent[] = []
    const machine = {
      ...readRecording('passing').machine,
      jobs: 1,
      open: async () => {
        throw new Problem(kind, 'played-closed', {}, { what: 'it does not open', remedy: 'Try again.' })
      },
      close: async () => undefined,
    }
    const evidence = await time.run(
      runAttempt(
        newAttempt(lab),
        machine,
        repeatable(time),
        event => events.push(event),
        new AbortController().signal,
      ),
    )
    t.match(evidence, {
      steps: [],
      machine: { description: machine.description, release: '' },
      ended: { kind: outcome, code: 'played-closed', message: 'it does not open', remedy: 'Try again.' },
    })
    t.same(
      events.map(({ type }) => type),
      ['attempt-start', ...lab.steps.flatMap(({ expect }) => expect.map(() => 'verdict')), 'attempt-end'],
    )
    t.ok(verdictsIn(events).every(verdict => verdict.outcome === outcome))
    t.same(judgedAgain({ lab, evidence }), verdictsIn(events))
  }
})

t.test('a machine that cannot be closed is reported, and takes nothing back', async t => {
  const whole = await playLab('passing')
  const { evidence, verdicts } = await playLab('passing', { trouble: { unclosable: true } })
  t.same(verdicts, whole.verdicts)
  t.match(evidence, { steps: whole.evidence.steps, ended: { kind: 'error', code: 'played-unclosable' } })
})

t.test('a step that timed out without a check that fails is no pass', async t => {
  const [endless, ...rest] = recordedLab('overrun').steps
  if (!endless) throw new Error('the recorded lab has no steps')
  const expect = endless.expect.filter(({ subject }) => subject.kind !== 'exit')
  const steps = [{ ...endless, expect }, ...rest]
  const { evidence, verdicts } = await playLab('overrun', { change: { steps } })
  t.same(
    outcomesOf(verdicts),
    { 'endless/1': 'pass', 'endless/3': 'pass', 'after/1': 'pass' },
    'the steps after it are attempted',
  )
  t.match(evidence.ended, {
    kind: 'error',
    code: 'step-timeout',
    message: /^step endless timed out: it was still running after /,
  })
})
