import t from 'tap'
import { decodeKept, encodeKept, NotEvidence } from '../../src/evidence/codec.ts'
import type { OutsideReading, Reading } from '../../src/evidence/reading.ts'
import type { Value } from '../../src/evidence/value.ts'
import type { Expectation } from '../../src/lab/lab.ts'
import { facts as cgroupFacts } from '../../src/subject/cgroup/facts.ts'
import type { Subject } from '../../src/subject/subject.ts'
import { judgeLab } from '../../src/verdict/judge.ts'
import { isDoubtful } from '../../src/verdict/read-fact.ts'
import { scoreOf } from '../../src/verdict/score.ts'
import { agent, box, check, evidence, expect, lab, readings, sample, step, stepEvidence } from './recorded.ts'

const group: Subject = { kind: 'cgroup', path: 'mygroup' }
const theBox: Subject = { kind: 'process', select: { name: 'box' } }
const place = '/sys/fs/cgroup/mygroup'
const bindings = { 'cgroup mygroup': { cgroup: place }, 'process box': { pid: box }, host: { pid: agent } }
const { equal, fields } = expect

const ofGroup = (fact: string, ...seen: (Value | null)[]) => reading(`cgroup ${place}: ${fact}`, ...seen)
const ofBox = (fact: string, ...seen: (Value | null)[]) => reading(`process ${box}: ${fact}`, ...seen)
const reading = (source: string, ...[value = null, after]: (Value | null)[]): OutsideReading => ({
  source,
  value,
  ...(after !== undefined && { after }),
})

const sampled = (outside?: readonly OutsideReading[], found = readings('limit')) =>
  sample(bindings, found.length === 0 ? [] : [...found, ...readings('running')], {
    moment: 'end',
    ...(outside && { outside }),
  })

const attemptOf = (
  subject: Subject,
  facts: Record<string, Expectation>,
  outside?: readonly OutsideReading[],
  found?: Parameters<typeof sampled>[1],
) => {
  const asked = lab([step([check(subject, facts)])])
  return { lab: asked, evidence: evidence([stepEvidence({ samples: [sampled(outside, found)] })]) }
}

function judge(...given: Parameters<typeof attemptOf>) {
  const kept = attemptOf(...given)
  const [verdict] = judgeLab(kept.lab, kept.evidence)
  if (!verdict) throw new Error('there is no verdict')
  return verdict
}

const limit = { 'memory.max': equal(67108864, '64MiB') }
const there = ofGroup('exists', true)

t.test('what both sides say is seen from both', async t => {
  const verdict = judge(group, limit, [there, ofGroup('memory.max', 67108864)])
  t.match(verdict, {
    outcome: 'pass',
    observed: 'inside and outside',
    facts: [{ seen: 'inside and outside' }],
  })
  t.match(scoreOf([verdict]), { earned: 1, seen: { earned: 1 }, both: { earned: 1, possible: 1 } })
  const wrong = judge(group, { 'memory.max': equal(1) }, [there, ofGroup('memory.max', 67108864)])
  t.match(wrong, { outcome: 'fail', observed: 'inside and outside' })
})

t.test('what was not looked at from outside, or is not told there, is seen inside', async t => {
  for (const outside of [undefined, [], [there]]) {
    const verdict = judge(group, limit, outside)
    t.match(verdict, { outcome: 'pass', observed: 'inside' })
    t.match(scoreOf([verdict]), { seen: { earned: 1 }, both: { possible: 0 } })
  }
})

t.test('what both walks agree on and the look denies is contradicted, and both are told', async t => {
  const verdict = judge(group, limit, [there, ofGroup('memory.max', Number.POSITIVE_INFINITY)])
  t.match(verdict, {
    outcome: 'error',
    contradicted: true,
    reason: { code: 'contradicted' },
    facts: [{ contradicted: { inside: '64MiB (67108864)', outside: 'max' } }],
  })
  t.match(verdict.reason?.message, /read 64MiB \(67108864\), .* says max \(memory.max of cgroup mygroup\)/)
  const denied = judge(group, { 'memory.max': equal(1) }, [there, ofGroup('memory.max', 1)])
  t.equal(denied.outcome, 'error', 'nor does it fail for what only one side says')
})

t.test('whether there is such a thing is compared, too', async t => {
  const exists = { exists: equal(true) }
  t.match(judge(group, exists, [there]), { outcome: 'pass', observed: 'inside and outside' })
  t.match(judge(group, exists, [ofGroup('exists', null)]), {
    outcome: 'error',
    contradicted: true,
    facts: [{ contradicted: { inside: 'that it is there', outside: 'that there is none' } }],
  })
  t.match(judge(group, limit, [ofGroup('exists', null)]), { outcome: 'error', contradicted: true })
  const gone = [{ source: `${place}/cgroup.controllers`, errno: 'ENOENT', message: 'no such file' }]
  const none = { exists: equal(false) }
  t.match(judge(group, none, [ofGroup('exists', null)], gone), {
    outcome: 'pass',
    observed: 'inside and outside',
  })
  t.match(judge(group, none, [there], gone), { outcome: 'error', contradicted: true })
  t.match(judge(group, exists, [ofGroup('exists', true, null)]), {
    outcome: 'error',
    reason: { code: 'unsettled' },
  })
})

t.test('what changed during the look counts if that makes no difference', async t => {
  const changed = [there, ofGroup('memory.max', 67108864, 33554432)]
  t.match(judge(group, limit, changed), { outcome: 'error', reason: { code: 'unsettled' } })
  t.match(judge(group, { 'memory.max': expect.compare('<', 2 ** 30) }, changed), {
    outcome: 'pass',
    observed: 'inside and outside',
  })
  t.match(judge(group, limit, [there, ofGroup('memory.max', 67108864, null)]).outcome, 'error')
})

t.test('what varies by itself is never contradicted, but passes only if all that was seen does', async t => {
  const usage = [{ source: `${place}/memory.current`, text: '4096\n' }, ...readings('limit')]
  const used = (most: number, ...seen: number[]) =>
    judge(
      group,
      { 'memory.current': expect.compare('<=', most) },
      [there, ofGroup('memory.current', ...seen)],
      usage,
    )
  t.match(used(8192, 8192), { outcome: 'pass', observed: 'inside and outside' })
  t.match(used(4096, 8192), { outcome: 'error', reason: { code: 'unsettled' } })
  t.match(used(4096, 4096, 8192), { outcome: 'error' })
  t.match(used(1, 8192), { outcome: 'fail', observed: 'inside and outside' })
})

t.test('a list without an order is the same in another one', async t => {
  const members = [{ source: `${place}/cgroup.procs`, text: '7\n9\n' }, ...readings('limit')]
  const judged = (...seen: number[][]) =>
    judge(
      group,
      { 'cgroup.procs': expect.contain(equal(9)) },
      [there, ofGroup('cgroup.procs', ...seen)],
      members,
    )
  t.match(judged([9, 7]), { outcome: 'pass', observed: 'inside and outside' })
  t.match(judged([9, 8], [9]), { outcome: 'pass' })
  t.match(judged([8]), { outcome: 'error' })
})

t.test('of a record, fields that are not told from outside are seen inside', async t => {
  const facts = { pid: fields({ inside: equal(1), outside: equal(box) }) }
  const partly = judge(theBox, facts, [ofBox('exists', true), ofBox('pid', { outside: box })])
  t.same(
    partly.facts.map(({ seen }) => seen),
    ['inside', 'inside and outside'],
  )
  t.equal(partly.observed, 'inside', 'the least counts')
  const forged = judge(theBox, facts, [ofBox('exists', true), ofBox('pid', { inside: 2, outside: box })])
  t.match(forged, { outcome: 'error', contradicted: true })
})

t.test('a whole record was seen from both sides only if each field of it is told', async t => {
  const facts = { pid: expect.not(expect.sameAs('host')) }
  const seen = (...fields: string[]) =>
    [box, agent].map((pid, index) =>
      reading(
        `process ${pid}: pid`,
        Object.fromEntries(fields.map(field => [field, [box, agent][index] ?? 0])),
      ),
    )
  const status = judge(theBox, { pid: fields({ outside: equal(box) }) }, [ofBox('exists', true)])
  t.equal(status.outcome, 'pass')
  const whole = judge(theBox, facts, [ofBox('exists', true), ...seen('outside')])
  t.match(whole, { outcome: 'pass', observed: 'inside' })
})

t.test('what is kept of the outside and is no value of the fact is not told', async t => {
  const events = {
    source: `${place}/memory.events`,
    text: 'low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\noom_group_kill 0\n',
  }
  const expected = { 'memory.events': fields({ oom_kill: equal(0) }) }
  const judged = (value: Value) =>
    judge(group, expected, [there, ofGroup('memory.events', value)], [events, ...readings('limit')])
  t.match(judged({ oom_kill: 0 }), { outcome: 'pass', observed: 'inside and outside' })
  t.match(judged({ oom_kill: 1 }), { outcome: 'error', contradicted: true })
  const strange = ['toString', '__proto__', 'constructor', 'hasOwnProperty', 'unknown']
  for (const value of [
    ...strange.map(field => JSON.parse(`{"${field}": 1}`)),
    ...strange.map(field => JSON.parse(`{"${field}": {}}`)),
    ...[1, 'x', true, [], [1], { oom_kill: 'x' }, { oom_kill: { max: 1 } }],
  ])
    t.match(judged(value), { outcome: 'pass', observed: 'inside' }, JSON.stringify(value))
  t.match(judged(JSON.parse('{"toString": 1, "oom_kill": 1}')), {
    contradicted: true,
    facts: [{ contradicted: { inside: 'oom_kill 0', outside: 'oom_kill 1' } }],
  })
  for (const value of [{}, [], 'x', true, { toString: 1 }] as unknown as Value[])
    t.match(judge(group, limit, [there, ofGroup('memory.max', value)]), { observed: 'inside' })
})

t.test('a number that was given to another process says nothing', async t => {
  const facts = { name: expect.pattern('.') }
  const seen = (...start: number[]) => [
    ofBox('exists', true),
    ofBox('start', ...start),
    ofBox('name', 'daemon'),
  ]
  t.match(judge(theBox, facts, seen(5)), { outcome: 'error', contradicted: true })
  t.match(judge(theBox, facts, seen(5, 6)), { outcome: 'error', reason: { code: 'unsettled' } })
})

t.test('what could not be read at any try is not judged', async t => {
  const torn = { source: `cgroup ${place}: memory.max`, torn: 'the list is being changed' }
  t.match(judge(group, limit, [there, torn]), {
    outcome: 'error',
    reason: {
      code: 'unsettled',
      message: 'memory.max of cgroup mygroup could not be judged: the machine was changing it',
    },
  })
})

t.test('what is compared with another subject is seen from both sides only if both are', async t => {
  const own = { namespaces: fields({ pid: expect.own }) }
  const alone = judge(theBox, own)
  const [fact] = alone.facts
  t.equal(alone.outcome, 'pass')
  const links = (pid: string) => ({ pid })
  const inside = /pid:\[\d+\]/g
  const [ofTheBox = '', ofHost = ''] = (fact?.evidence ?? []).map(({ excerpt }) => excerpt.match(inside)?.[0])
  const both = (host: string) => [
    ofBox('exists', true),
    ofBox('namespaces', links(ofTheBox)),
    reading(`process ${agent}: namespaces`, links(host)),
  ]
  t.match(judge(theBox, own, both(ofHost)), { outcome: 'pass', observed: 'inside and outside' })
  t.match(judge(theBox, own, both(ofTheBox)), { outcome: 'error', contradicted: true })
  t.match(judge(theBox, own, both(ofHost).slice(0, 2)), { outcome: 'pass', observed: 'inside' })
})

const counted = (inside: string | undefined, ...seen: number[]) => [
  [
    inside === undefined
      ? { source: `${place}/pids.current`, errno: 'ENOENT', message: 'no such file or directory' }
      : { source: `${place}/pids.current`, text: `${inside}\n` },
    ...readings('limit'),
  ],
  [there, ...(seen.length > 0 ? [ofGroup('pids.current', ...seen)] : [])],
]

const growth = (before: unknown[][], end: unknown[][], by = 8) => {
  const [early, late] = [before, end].map(([found, outside], index) =>
    sample(bindings, found as Reading[], {
      moment: index === 0 ? 'before' : 'end',
      outside: outside as OutsideReading[],
    }),
  )
  const asked = lab([step([check(group, { 'pids.current': expect.grownBy(equal(by)) })])])
  const [verdict] = judgeLab(
    asked,
    evidence([stepEvidence({ samples: [early, late].flatMap(each => each ?? []) })]),
  )
  return verdict
}

t.test('what was different on both sides before the step is no start to count from', async t => {
  t.match(growth(counted('0', 0), counted('8', 8)), { outcome: 'pass', observed: 'inside and outside' })
  for (const before of [counted('0', 8), counted('0', 0, 8)])
    t.match(growth(before, counted('8', 8)), { outcome: 'error', reason: { code: 'unsettled' } })
})

t.test('a file that is seen from outside is not missing', async t => {
  const missing = judge(
    group,
    { 'pids.current': equal(8) },
    [there, ofGroup('pids.current', 8)],
    counted(undefined)[0] as Reading[],
  )
  t.match(missing, {
    outcome: 'error',
    contradicted: true,
    facts: [{ contradicted: { inside: 'that there is none', outside: '8' } }],
  })
  t.match(growth(counted(undefined, 8), counted('8', 8)), { outcome: 'error' })
  t.match(growth(counted(undefined), counted('8', 8)), { outcome: 'pass', observed: 'inside' })
})

t.test('what nobody was asked inside is judged by what is seen outside', async t => {
  const verdict = judge(group, limit, [there, ofGroup('memory.max', 67108864)], [])
  t.match(verdict, {
    outcome: 'pass',
    observed: 'outside',
    facts: [
      { evidence: [{ source: `the machine's memory: cgroup ${place}: memory.max`, excerpt: '67108864' }] },
    ],
  })
  t.match(judge(group, { exists: equal(false) }, [ofGroup('exists', null)], []), {
    outcome: 'pass',
    observed: 'outside',
  })
  t.match(judge(group, limit, [ofGroup('exists', null)], []), { outcome: 'fail', observed: 'outside' })
})

t.test('what was asked of nobody inside and changed is not judged', async t => {
  const unsettled = { outcome: 'error', reason: { code: 'unsettled' } }
  const exists = { exists: equal(true) }
  for (const outside of [
    [ofGroup('exists', true, null)],
    [ofGroup('exists', null, true)],
    [{ source: `cgroup ${place}: exists`, torn: 'a list' }],
  ])
    t.match(judge(group, exists, outside, []), unsettled)
  for (const outside of [
    ofGroup('memory.max', 67108864, null),
    { source: `cgroup ${place}: memory.max`, torn: 'a list' },
  ])
    t.match(judge(group, limit, [there, outside], []), unsettled)
})

t.test('whether a cgroup is populated goes to and fro', async t => {
  const events = { source: `${place}/cgroup.events`, text: 'populated 1\nfrozen 0\n' }
  const facts = { 'cgroup.events': fields({ populated: equal(true) }) }
  const seen = [there, ofGroup('cgroup.events', { populated: false, frozen: false })]
  t.match(judge(group, facts, seen, [events, ...readings('limit')]), {
    outcome: 'error',
    reason: { code: 'unsettled' },
  })
})

t.test('a look is doubtful where the sides differ', async t => {
  const fact = cgroupFacts['memory.max']
  if (!fact) throw new Error('there is no memory.max')
  const of = (...outside: OutsideReading[]) => isDoubtful(fact, { cgroup: place }, sampled(outside))
  t.equal(of(), false)
  t.equal(of(ofGroup('memory.max', 67108864)), false)
  t.equal(of(ofGroup('memory.max', 1)), true)
  t.equal(of(ofGroup('memory.max', 67108864, 1)), true)
})

t.test('both readings are kept, and judged again alike', async t => {
  for (const outside of [
    [there, ofGroup('memory.max', 67108864)],
    [there, ofGroup('memory.max', Number.POSITIVE_INFINITY)],
    [there, ofGroup('memory.max', 67108864, null)],
    [{ source: `cgroup ${place}: exists`, torn: 'gone' }],
  ]) {
    const kept = attemptOf(group, limit, outside)
    const again = decodeKept<typeof kept.lab>(encodeKept(kept))
    t.same(judgeLab(again.lab, again.evidence), judgeLab(kept.lab, kept.evidence))
  }
})

t.test('evidence of an earlier version was seen inside, and what is malformed is refused', async t => {
  const kept = attemptOf(group, limit)
  const older = encodeKept(kept).replace('"format": 3', '"format": 2')
  const read = decodeKept<typeof kept.lab>(older)
  t.match(judgeLab(read.lab, read.evidence), [{ outcome: 'pass', observed: 'inside' }])
  for (const wrong of [
    { source: 'x' },
    { source: 1, value: 1 },
    { source: 'x', value: [undefined, 1, null] },
    {},
  ])
    t.throws(
      () => decodeKept(encodeKept(attemptOf(group, limit, [wrong as never]))),
      NotEvidence,
      JSON.stringify(wrong),
    )
})
