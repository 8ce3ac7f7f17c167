import t from 'tap'
import type { Sample, StepEvidence } from '../../src/evidence/evidence.ts'
import type { Reason } from '../../src/evidence/reason.ts'
import type { Check, When } from '../../src/lab/lab.ts'
import type { Subject } from '../../src/subject/subject.ts'
import { type Judgement, judgeCheck } from '../../src/verdict/judge-check.ts'
import { check, expect, machine, readings, sample, stepEvidence } from './recorded.ts'

const small: Subject = { kind: 'cgroup', path: 'small' }
const bindings = { 'cgroup small': { cgroup: '/sys/fs/cgroup/small' } }
const killed = { 'memory.events': expect.fields({ oom_kill: expect.compare('>=', 1) }) }
const calm = { 'memory.events': expect.fields({ oom_kill: expect.equal(0) }) }
const judge = (check: Check, evidence: Partial<StepEvidence>) =>
  judgeCheck(check, stepEvidence(evidence), machine)

/** One look: `kill` after the OOM kill, `calm` before it, `gone` with the file unreadable. */
function look(what: 'kill' | 'calm' | 'broken', moment: Sample['moment'], at: number): Sample {
  const broken = { '/sys/fs/cgroup/small/memory.events': { errno: 'EIO', message: 'input/output error' } }
  const found = what === 'broken' ? readings('full', broken) : readings(what === 'kill' ? 'full' : 'before')
  return sample(bindings, found, { moment, at })
}

const at = (when: When, facts = killed) => check(small, facts, { when })
const timeout: Reason = { kind: 'error', code: 'step-timeout', message: 'step step had not ended after 30 s' }
const lost: Reason = { kind: 'error', code: 'machine-lost', message: 'the VM ended' }

t.test('now: the end of the step, whatever was before and after', async t => {
  const now = at({ kind: 'now' })
  const samples = [look('calm', 'during', 0), look('kill', 'end', 10), look('calm', 'after', 20)]
  t.equal(judge(now, { samples }).outcome, 'pass')
  const never = judge(now, { samples: [look('kill', 'during', 0)] })
  t.match(never, { outcome: 'error', reason: { code: 'not-observed' }, facts: [] })
})

t.test('now: a step that went on past its time is judged by what was seen then', async t => {
  const now = at({ kind: 'now' })
  t.equal(judge(now, { samples: [look('kill', 'end', 10)], ended: timeout }).outcome, 'pass')
  t.equal(judge(now, { samples: [look('calm', 'during', 10)], ended: timeout }).outcome, 'fail')
  t.match(judge(now, { ended: timeout }), { outcome: 'error', reason: { code: 'step-timeout' } })
})

t.test('a machine that is lost is an error; unsupported and skipped keep their kind', async t => {
  for (const kind of ['error', 'unsupported', 'skipped'] as const)
    for (const when of [{ kind: 'now' }, { kind: 'ever' }, { kind: 'holds', for: 100 }] as When[]) {
      const judged = judge(at(when), { samples: [look('kill', 'during', 0)], ended: { ...lost, kind } })
      t.match(judged, { outcome: kind, reason: { code: 'machine-lost' } })
    }
})

t.test('ever: one moment suffices, the first is shown', async t => {
  const ever = at({ kind: 'ever' })
  const passed = judge(ever, {
    samples: [look('calm', 'during', 0), look('kill', 'during', 5), look('calm', 'end', 10)],
  })
  t.equal(passed.outcome, 'pass')
  t.equal(passed.facts[0]?.evidence[0]?.excerpt, 'oom_kill 1')
  t.equal(judge(ever, { samples: [look('calm', 'during', 0), look('calm', 'end', 5)] }).outcome, 'fail')
  t.equal(judge(ever, { samples: [look('calm', 'during', 0), look('broken', 'end', 5)] }).outcome, 'error')
  t.equal(judge(ever, { samples: [look('broken', 'during', 0), look('kill', 'end', 5)] }).outcome, 'pass')
  t.match(judge(ever, { samples: [] }), { outcome: 'error', reason: { code: 'not-observed' } })
})

t.test('ever: neither before the step nor after it', async t => {
  const samples = [look('kill', 'before', 0), look('calm', 'end', 5), look('kill', 'after', 10)]
  t.equal(judge(at({ kind: 'ever' }), { samples }).outcome, 'fail')
})

t.test('ever: all facts in one and the same moment', async t => {
  const both = check(
    small,
    { 'memory.events': expect.fields({ oom_kill: expect.equal(1), oom: expect.equal(0) }) },
    { when: { kind: 'ever' } },
  )
  t.equal(judge(both, { samples: [look('calm', 'during', 0), look('kill', 'end', 5)] }).outcome, 'fail')
})

const holds = at({ kind: 'holds', for: 2000 }, calm)
const watched = (...rows: [Parameters<typeof look>[0], number][]) =>
  rows.map(([what, at], index) => look(what, index === 0 ? 'end' : 'after', at))

const held: [string, Sample[], string][] = [
  ['all the time', watched(['calm', 0], ['calm', 700], ['calm', 1400], ['calm', 2010]), 'pass'],
  ['broken at once', watched(['kill', 0], ['calm', 2000]), 'fail'],
  ['broken in the middle', watched(['calm', 0], ['kill', 700], ['calm', 2010]), 'fail'],
  [
    'broken after the time that was asked for',
    watched(['calm', 0], ['calm', 1000], ['calm', 2000], ['kill', 2500]),
    'pass',
  ],
  ['not watched for long enough', watched(['calm', 0], ['calm', 1000]), 'error'],
  ['not watched in between', watched(['calm', 0], ['calm', 2000]), 'error'],
  ['watched only at the end', watched(['calm', 0]), 'error'],
  ['not to be found out once', watched(['calm', 0], ['broken', 700], ['calm', 2000]), 'error'],
  ['never watched', [], 'error'],
]
t.test('holds: every moment from the end of the step on', async t => {
  for (const [name, samples, outcome] of held) t.equal(judge(holds, { samples }).outcome, outcome, name)
})

t.test('holds: the machine lost while watching is the reason, unless it was broken before', async t => {
  const lostLater = judge(holds, { samples: watched(['calm', 0], ['calm', 700]), ended: lost })
  t.match(lostLater, { outcome: 'error', reason: { code: 'machine-lost' } })
  t.equal(judge(holds, { samples: watched(['calm', 0], ['kill', 700]), ended: lost }).outcome, 'fail')
})

t.test('what a step printed, how it ended, how long it took', async t => {
  const evidence: Partial<StepEvidence> = {
    output: { stdout: 'one\ntwo\n', stderr: 'oops\n' },
    exit: { code: null, signal: 'SIGKILL' },
    exits: { box: { code: 3, signal: null } },
    startedAt: 500,
    endedAt: 2000,
  }
  const output = (stream: 'both' | 'stdout' | 'stderr'): Subject => ({ kind: 'output', stream })
  const rows: [Subject, Check['facts'], string, RegExp][] = [
    [output('both'), { text: expect.contain(expect.equal('two')) }, 'pass', /one/],
    [output('both'), { text: expect.contain(expect.equal('oops')) }, 'pass', /one/],
    [
      output('stdout'),
      { text: expect.contain(expect.equal('oops')) },
      'fail',
      /expected oops, it printed one … \(2 lines\)/,
    ],
    [output('stderr'), { text: expect.equal('oops') }, 'pass', /oops/],
    [output('stdout'), { lines: expect.equal(2) }, 'pass', /2/],
    [{ kind: 'exit' }, { value: expect.fields({ signal: expect.equal('SIGKILL') }) }, 'pass', /SIGKILL/],
    [{ kind: 'exit' }, { value: expect.fields({ code: expect.equal(0) }) }, 'fail', /killed by SIGKILL/],
    [{ kind: 'exit' }, { value: expect.fields({ code: expect.equal(137) }) }, 'pass', /137/],
    [{ kind: 'exit', of: 'box' }, { value: expect.fields({ code: expect.equal(3) }) }, 'pass', /3/],
    [
      { kind: 'exit', of: 'box' },
      { value: expect.fields({ signal: expect.not(expect.equal('SIGKILL')) }) },
      'pass',
      /none/,
    ],
    [
      { kind: 'exit', of: 'other' },
      { value: expect.fields({ code: expect.equal(3) }) },
      'fail',
      /other is still running/,
    ],
    [{ kind: 'duration' }, { value: expect.compare('<', 2000) }, 'pass', /1.5s/],
    [{ kind: 'duration' }, { value: expect.compare('<', 1000) }, 'fail', /it took 1.5s/],
  ]
  for (const [subject, facts, outcome, message] of rows) {
    const { outcome: found, facts: judged } = judge(check(subject, facts), evidence)
    t.equal(found, outcome, `${subject.kind} ${JSON.stringify(facts)}`)
    t.match(judged[0]?.message, message)
  }
})

t.test('the lines of output that say it are the evidence', async t => {
  const facts = { text: expect.pattern('^root +1 .* ps aux$', 'm') }
  const lines = ['USER PID COMMAND', 'root       1  0.0 ps aux', 'root       2  0.0 sh']
  const judged = judge(check({ kind: 'output', stream: 'stdout' }, facts), {
    output: { stdout: `${lines.join('\n')}\n`, stderr: '' },
  })
  t.same(judged.facts[0]?.evidence, [{ source: 'stdout', excerpt: lines[1] }])
})

t.test('a step past its time has no exit: a wrong answer that says why', async t => {
  const exit = check({ kind: 'exit' }, { value: expect.fields({ code: expect.equal(0) }) })
  const judged = judge(exit, { samples: [look('calm', 'end', 0)], ended: timeout })
  t.match(judged, { outcome: 'fail', facts: [{ message: timeout.message }] })
})

/** `seq 200000`, of which 64 KiB from each end are kept. */
const numbers = Array.from({ length: 200_000 }, (_, index) => `${index + 1}\n`).join('')
const keep = 64 * 1024
const cutNumbers = {
  stdout: numbers.slice(0, keep) + numbers.slice(-keep),
  stderr: 'trouble\n',
  cut: { stdout: { at: keep, bytes: numbers.length - 2 * keep, lines: 200_000 } },
}

t.test('what was not kept of an output decides nothing', async t => {
  const { contain, equal, pattern, not, compare } = expect
  const rows: [stream: 'both' | 'stdout' | 'stderr', Check['facts'], Judgement['outcome']][] = [
    ['stdout', { text: pattern('^100000$', 'm') }, 'error'],
    ['stdout', { text: not(pattern('^100000$', 'm')) }, 'error'],
    ['stdout', { text: pattern('^100$', 'm') }, 'pass'],
    ['stdout', { text: not(pattern('^100$', 'm')) }, 'fail'],
    ['stdout', { text: pattern('^200000$', 'm') }, 'pass'],
    ['stdout', { text: pattern('\\n200000$') }, 'pass'],
    ['stdout', { text: contain(equal('200000'), pattern('^1$', 'm')) }, 'pass'],
    ['stdout', { text: contain(equal('200000'), equal('100000')) }, 'error'],
    ['stdout', { text: contain(not(equal('200000')), equal('100000')) }, 'fail'],
    ['stdout', { text: contain(not(equal('100000'))) }, 'error'],
    ['stdout', { text: not(contain(equal('100000'))) }, 'error'],
    ['stdout', { text: contain(compare('>', 5), equal('100000')) }, 'error'],
    ['stdout', { text: equal('1') }, 'fail'],
    ['stdout', { text: not(equal('1')) }, 'pass'],
    ['stdout', { lines: compare('<', 100_000) }, 'fail'],
    ['stdout', { lines: equal(200_000) }, 'pass'],
    ['both', { lines: equal(200_001) }, 'pass'],
    ['both', { text: pattern('^200000\\ntrouble$', 'm') }, 'pass'],
    ['both', { text: not(pattern('nothing')) }, 'error'],
    ['stderr', { text: equal('trouble') }, 'pass'],
    ['stderr', { text: not(pattern('nothing')) }, 'pass'],
    ['stderr', { lines: equal(1) }, 'pass'],
  ]
  for (const [stream, facts, outcome] of rows) {
    const judged = judge(check({ kind: 'output', stream }, facts), { output: cutNumbers })
    t.equal(judged.outcome, outcome, `${stream} ${JSON.stringify(facts)}`)
  }
})

t.test('it is told how much was not kept, and that is no fault of the lab', async t => {
  const judged = judge(
    check({ kind: 'output', stream: 'stdout' }, { text: expect.not(expect.pattern('^100000$', 'm')) }),
    { output: cutNumbers },
  )
  t.match(judged.reason, { code: 'not-kept', message: /1157823 bytes/, remedy: /print less/ })
  t.match(judged.facts[0]?.evidence[0]?.excerpt, /^1\n2\n3\n4\n… 22132 more lines, and 1157823 bytes/)
  const lines = judge(check({ kind: 'output', stream: 'stdout' }, { lines: expect.equal(5) }), {
    output: cutNumbers,
  })
  t.equal(lines.facts[0]?.message, 'expected 5, it printed 200000')
})

t.test('a last line of standard output goes on in standard error, whatever was cut', async t => {
  const cut = { stdout: { at: 2, bytes: 100, lines: 50 } }
  const both = (stdout: string, stderr: string) =>
    judge(check({ kind: 'output', stream: 'both' }, { lines: expect.equal(0) }), {
      output: { stdout, stderr, cut },
    }).facts[0]?.observed
  t.equal(both('a\nb', 'c\n'), '50')
  t.equal(both('a\nb\n', 'c\n'), '51')
  t.equal(both('a\nb', ''), '50')
})

t.test('what is too long to be read is never judged, `not` or not', async t => {
  const long = { errno: 'EFBIG', message: 'memory.events holds more than 262144 bytes' }
  const seen = sample(bindings, readings('full', { '/sys/fs/cgroup/small/memory.events': long }))
  const never = expect.fields({ oom_kill: expect.compare('>', 1000) })
  for (const facts of [killed, calm, { 'memory.events': never }, { 'memory.events': expect.not(never) }])
    t.match(judge(check(small, facts), { samples: [seen] }), {
      outcome: 'error',
      reason: { message: /262144 bytes/ },
    })
})
