import t from 'tap'
import type { Sample, StepEvidence } from '../../src/evidence/evidence.ts'
import type { Reading } from '../../src/evidence/reading.ts'
import type { Expectation } from '../../src/lab/lab.ts'
import type { Subject } from '../../src/subject/subject.ts'
import { judgeCheck } from '../../src/verdict/judge-check.ts'
import { check, expect, machine, readings, sample, stepEvidence, box as theBox } from './recorded.ts'

const group: Subject = { kind: 'cgroup', path: 'small' }
const bound = { 'cgroup small': { cgroup: '/sys/fs/cgroup/small' } }
const events = '/sys/fs/cgroup/small/memory.events'
const { equal, compare, not, fields, grownBy } = expect
const killed = (expectation: Expectation) => ({ 'memory.events': fields({ oom_kill: expectation }) })

/** What memory.events says of `oom_kill`; null: the group does not exist. */
const at = (moment: Sample['moment'], kills: number | string | null) => {
  if (kills === null) return sample({ ...bound }, absent, { moment })
  const text = typeof kills === 'string' ? kills : `low 0\nhigh 0\nmax 58\noom 1\noom_kill ${kills}\n`
  return sample(bound, readings('full', { [events]: text }), { moment })
}
const missing = { errno: 'ENOENT', message: 'ENOENT: no such file or directory' }
const absent: Reading[] = [{ source: '/sys/fs/cgroup/small/cgroup.controllers', ...missing }]

function judge(
  expectation: Expectation,
  samples: readonly Sample[],
  rest: Partial<Parameters<typeof check>[2]> = {},
  evidence: Partial<StepEvidence> = {},
) {
  const judged = judgeCheck(
    check(group, killed(expectation), rest),
    stepEvidence({ samples, ...evidence }),
    machine,
  )
  const [fact] = judged.facts
  return { ...judged, message: fact?.message, evidence: fact?.evidence }
}

t.test('a counter is compared with its value when the step began, and both lines are evidence', async t => {
  const right = judge(grownBy(equal(1)), [at('before', 2), at('end', 3)])
  t.equal(right.outcome, 'pass')
  t.same(right.evidence, [
    { source: events, excerpt: 'oom_kill 3' },
    { source: `${events}, before the step`, excerpt: 'oom_kill 2' },
  ])
  const wrong = judge(grownBy(equal(1)), [at('before', 2), at('end', 2)])
  t.match(wrong, {
    outcome: 'fail',
    message: 'expected to have grown by 1, the kernel says it grew by 0 (from 2 to 2)',
  })
  t.equal(judge(equal(3), [at('before', 2), at('end', 3)]).evidence?.length, 1, 'otherwise one line is')
})

t.test('it can be compared, and denied', async t => {
  t.equal(judge(grownBy(compare('>=', 2)), [at('before', 1), at('end', 3)]).outcome, 'pass')
  t.equal(judge(grownBy(compare('>=', 3)), [at('before', 1), at('end', 3)]).outcome, 'fail')
  t.equal(judge(not(grownBy(equal(0))), [at('before', 1), at('end', 2)]).outcome, 'pass')
  t.match(judge(not(grownBy(equal(1))), [at('before', 1), at('end', 2)]), {
    outcome: 'fail',
    message: 'expected not to have grown by 1, the kernel says it grew by 1 (from 1 to 2)',
  })
})

t.test('what did not exist when the step began begins at nothing', async t => {
  const none = 'low 0\nhigh 0\nmax 58\noom 1\n'
  t.equal(judge(grownBy(equal(3)), [at('before', null), at('end', 3)]).outcome, 'pass', 'the subject')
  t.equal(judge(grownBy(equal(3)), [at('before', none), at('end', 3)]).outcome, 'pass', 'the field')
  const unread = sample(bound, readings('full', { [events]: missing }), { moment: 'before' })
  t.equal(judge(grownBy(equal(3)), [unread, at('end', 3)]).outcome, 'pass', 'the file')
})

t.test('what could not be read when the step began is an error', async t => {
  const denied = { errno: 'EACCES', message: 'EACCES: permission denied' }
  const unreadable = sample(bound, readings('full', { [events]: denied }), { moment: 'before' })
  const unsampled = sample(
    bound,
    readings('full').filter(({ source }) => source !== events),
    { moment: 'before' },
  )
  const rows: [readonly Sample[], string][] = [
    [[at('end', 3)], 'not-observed'],
    [[unreadable, at('end', 3)], 'refused'],
    [[at('before', 'nonsense\n'), at('end', 3)], 'unreadable'],
    [[unsampled, at('end', 3)], 'unread'],
  ]
  for (const [samples, code] of rows)
    t.match(judge(grownBy(equal(3)), samples), { outcome: 'error', reason: { code } }, code)
})

t.test('another process than the one at the beginning has no beginning', async t => {
  const box: Subject = { kind: 'process', select: { 'child-of': 'box' } }
  const status = readings('running').find(({ source }) => source === `/proc/${theBox}/status`)
  const of = (pid: number, moment: Sample['moment']) => {
    const found = status ? [{ ...status, source: `/proc/${pid}/status` }] : []
    return sample({ 'process child of box': { pid } }, found, { moment })
  }
  const judged = (pid: number) =>
    judgeCheck(
      check(box, { parent: grownBy(equal(0)) }),
      stepEvidence({ samples: [of(pid, 'before'), of(8, 'end')] }),
      machine,
    )
  t.match(judged(9), { outcome: 'error', reason: { code: 'replaced' } })
  t.equal(judged(8).outcome, 'pass')
})

t.test('at any moment, and for a time, each sample is compared with the beginning', async t => {
  const seen = [at('before', 1), at('during', 2), at('end', 1)]
  t.equal(judge(grownBy(equal(1)), seen, { when: { kind: 'ever' } }).outcome, 'pass')
  t.equal(judge(grownBy(equal(2)), seen, { when: { kind: 'ever' } }).outcome, 'fail')
  const held = (last: number) => [
    at('before', 1),
    { ...at('end', 2), at: 1000 },
    { ...at('after', last), at: 2000 },
  ]
  const when = { kind: 'holds', for: 1000 } as const
  t.equal(judge(grownBy(equal(1)), held(2), { when }).outcome, 'pass')
  t.equal(judge(grownBy(equal(1)), held(3), { when }).outcome, 'fail')
})
