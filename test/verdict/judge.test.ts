import t from 'tap'
import type { Reason } from '../../src/evidence/reason.ts'
import type { Subject } from '../../src/subject/subject.ts'
import { judgeLab, judgeStep, unreached } from '../../src/verdict/judge.ts'
import type { Outcome } from '../../src/verdict/verdict.ts'
import { check, evidence, expect, lab, machine, readings, sample, step, stepEvidence } from './recorded.ts'

const group: Subject = { kind: 'cgroup', path: 'mygroup' }
const end = sample({ 'cgroup mygroup': { cgroup: '/sys/fs/cgroup/mygroup' } }, readings('limit'))
const right = { 'memory.max': expect.equal(67108864, '64MiB') }
const wrong = { 'memory.max': expect.equal(1) }

const first = step(
  [check(group, right, { id: 'limit/1', points: 2, why: 'because' }), check(group, wrong, { id: 'limit/2' })],
  { id: 'limit' },
)
const second = step(
  [
    check(group, right, { id: 'box/1', depends: ['limit/2'] }),
    check(group, right, { id: 'box/2', depends: ['box/1'] }),
  ],
  { id: 'box' },
)
const third = step(
  [check(group, right, { id: 'end/1', depends: ['limit/2'] }), check(group, right, { id: 'end/2' })],
  {
    id: 'end',
  },
)
const whole = lab([first, second, third])
const done = (id: string) => stepEvidence({ id, samples: [end] })
const outcomes = (verdicts: readonly { check: string; outcome: Outcome }[]) =>
  Object.fromEntries(verdicts.map(({ check, outcome }) => [check, outcome]))

t.test('a verdict carries all that a report needs', async t => {
  const [verdict] = judgeStep(first, done('limit'), { lab: whole, machine, earlier: new Map() })
  t.match(verdict, {
    lab: 'cgroup/memory-max',
    step: 'limit',
    check: 'limit/1',
    subject: 'cgroup mygroup',
    outcome: 'pass',
    points: 2,
    why: 'because',
    facts: [{ fact: 'memory.max' }],
  })
  t.notOk('reason' in (verdict ?? {}))
})

t.test('a check that rests on one that did not pass is skipped, and so on', async t => {
  const verdicts = judgeLab(whole, evidence([done('limit'), done('box'), done('end')]))
  t.same(outcomes(verdicts), {
    'limit/1': 'pass',
    'limit/2': 'fail',
    'box/1': 'skipped',
    'box/2': 'skipped',
    'end/1': 'skipped',
    'end/2': 'pass',
  })
  t.match(verdicts[2]?.reason, {
    kind: 'skipped',
    code: 'depends-on',
    message: 'limit/2 failed, and this check rests on it',
  })
})

t.test('whatever the ground was other than passed, what rests on it is skipped', async t => {
  for (const outcome of ['fail', 'skipped', 'unsupported', 'error', undefined] as const) {
    const earlier = new Map(outcome ? [['limit/2', outcome] as const] : [])
    const [verdict] = judgeStep(second, done('box'), { lab: whole, machine, earlier })
    t.equal(verdict?.outcome, 'skipped', outcome ?? 'never judged')
  }
  const [verdict] = judgeStep(second, done('box'), {
    lab: whole,
    machine,
    earlier: new Map([['limit/2', 'pass']]),
  })
  t.equal(verdict?.outcome, 'pass')
})

t.test('steps that were never reached are told with the reason', async t => {
  for (const kind of ['error', 'unsupported', 'skipped'] as const) {
    const ended: Reason = { kind, code: 'machine-lost', message: 'the VM ended' }
    const verdicts = judgeLab(whole, evidence([done('limit')], { ended }))
    t.same(outcomes(verdicts.slice(2)), {
      'box/1': 'skipped',
      'box/2': kind,
      'end/1': 'skipped',
      'end/2': kind,
    })
  }
  const silent = judgeLab(whole, evidence([]))
  t.same(new Set(silent.map(({ outcome }) => outcome)), new Set(['error']))
  t.equal(silent.length, 6)
})

t.test('judged live or again from what was kept, the verdicts are the same', async t => {
  const kept = evidence([done('limit'), done('box')], {
    ended: { kind: 'error', code: 'machine-lost', message: 'gone' },
  })
  const earlier = new Map<string, Outcome>()
  const live = [first, second].flatMap(step => {
    const verdicts = judgeStep(step, done(step.id), { lab: whole, machine, earlier })
    for (const { check, outcome } of verdicts) earlier.set(check, outcome)
    return verdicts
  })
  const all = [...live, ...unreached(whole, kept.steps, kept.ended, earlier)]
  t.same(judgeLab(whole, JSON.parse(JSON.stringify(kept))), all)
})
