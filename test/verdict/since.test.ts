import t from 'tap'
import type { Sample } from '../../src/evidence/evidence.ts'
import type { Expectation } from '../../src/lab/lab.ts'
import type { Subject } from '../../src/subject/subject.ts'
import { judgeCheck } from '../../src/verdict/judge-check.ts'
import { check, expect, machine, readings, sample, stepEvidence, box as theBox } from './recorded.ts'

const group: Subject = { kind: 'cgroup', path: 'small' }
const other: Subject = { kind: 'cgroup', path: 'mygroup' }
const bound = {
  'cgroup small': { cgroup: '/sys/fs/cgroup/small' },
  'cgroup mygroup': { cgroup: '/sys/fs/cgroup/mygroup' },
}
const events = '/sys/fs/cgroup/small/memory.events'
const { equal, fields, grownBy, not, times, unchangedSince } = expect

type Taken = Pick<Sample, 'moment'> & Partial<Sample>

/** What memory.events of one or two groups says of `oom_kill`; null: it does not exist. */
function taken(rest: Taken, kills: number | null, others = 0): Sample {
  const textOf = (kills: number) => `low 0\nhigh 0\nmax 58\noom 1\noom_kill ${kills}\n`
  const missing = { errno: 'ENOENT', message: 'ENOENT: no such file or directory' }
  const found = readings('full', {
    [events]: kills === null ? missing : textOf(kills),
    '/sys/fs/cgroup/mygroup/cgroup.controllers': 'memory pids\n',
    '/sys/fs/cgroup/mygroup/memory.events': textOf(others),
  })
  return sample(bound, found, rest)
}
const earlier = { moment: 'earlier', step: 'one' } as const

function judge(expectation: Expectation, samples: readonly Sample[]) {
  const facts = { 'memory.events': fields({ oom_kill: expectation }) }
  const judged = judgeCheck(check(group, facts), stepEvidence({ samples }), machine)
  const [fact] = judged.facts
  return { ...judged, message: fact?.message, evidence: fact?.evidence }
}

t.test('a value is compared with that at the end of an earlier step, and both are evidence', async t => {
  const same = [taken(earlier, 2), taken({ moment: 'end' }, 2)]
  const different = [taken(earlier, 2), taken({ moment: 'end' }, 3)]
  t.match(judge(unchangedSince('one'), same), {
    outcome: 'pass',
    evidence: [
      { source: events, excerpt: 'oom_kill 2' },
      { source: `${events}, at the end of step one`, excerpt: 'oom_kill 2' },
    ],
  })
  t.match(judge(unchangedSince('one'), different), {
    outcome: 'fail',
    message: 'expected unchanged since one (2), the kernel says 3',
  })
  t.equal(judge(not(unchangedSince('one')), different).outcome, 'pass')
  t.match(judge(not(unchangedSince('one')), same), {
    outcome: 'fail',
    message: 'expected another value than at the end of step one, the kernel says 2, as it did then',
  })
})

t.test(
  'what was not there can be neither the same nor another, and what was not sampled is an error',
  async t => {
    for (const expectation of [unchangedSince('one'), not(unchangedSince('one'))]) {
      t.match(judge(expectation, [taken(earlier, null), taken({ moment: 'end' }, 2)]), {
        outcome: 'fail',
        message: 'there was nothing to compare with at the end of step one',
      })
      for (const samples of [
        [taken({ moment: 'end' }, 2)],
        [taken({ ...earlier, step: 'two' }, 2), taken({ moment: 'end' }, 2)],
        [taken({ moment: 'before' }, 2), taken({ moment: 'end' }, 2)],
      ])
        t.match(judge(expectation, samples), { outcome: 'error', reason: { code: 'not-observed' } })
    }
  },
)

t.test('another process than at the end of that step has nothing to be compared with', async t => {
  const box: Subject = { kind: 'process', select: { name: 'box' } }
  const status = readings('running').filter(({ source }) => source === `/proc/${theBox}/status`)
  const of = (pid: number, rest: Taken) =>
    sample(
      { 'process box': { pid } },
      status.map(reading => ({ ...reading, source: `/proc/${pid}/status` })),
      rest,
    )
  const judged = (pid: number) =>
    judgeCheck(
      check(box, { name: unchangedSince('one') }),
      stepEvidence({ samples: [of(pid, earlier), of(8, { moment: 'end' })] }),
      machine,
    )
  t.match(judged(9), {
    outcome: 'error',
    reason: {
      code: 'replaced',
      message: /^name of process box cannot be compared with its value at the end of step one/,
    },
  })
  t.equal(judged(8).outcome, 'pass')
})

t.test('of two counters the growth since the step began is compared', async t => {
  const three = grownBy(times(3, other, 0.1))
  const before = taken({ moment: 'before' }, 100, 50)
  t.match(judge(three, [before, taken({ moment: 'end' }, 130, 60)]), {
    outcome: 'pass',
    evidence: [
      { excerpt: 'oom_kill 130' },
      { excerpt: 'oom_kill 100' },
      { source: '/sys/fs/cgroup/mygroup/memory.events', excerpt: 'oom_kill 60' },
    ],
  })
  t.match(judge(three, [before, taken({ moment: 'end' }, 120, 60)]), {
    outcome: 'fail',
    message:
      'expected to have grown by within 10% of 3 times the other (27 to 33; that is 10), the kernel says it grew by 20 (from 100 to 120)',
  })
  t.match(judge(three, [before, taken({ moment: 'end' }, 100, 50)]), {
    outcome: 'fail',
    message: 'that of cgroup mygroup is 0, to which nothing has a ratio',
  })
  t.match(judge(grownBy(equal(30)), [before, taken({ moment: 'end' }, 130, 60)]), { outcome: 'pass' })
  t.match(judge(three, [taken({ moment: 'end' }, 130, 60)]), { outcome: 'error' })
})
