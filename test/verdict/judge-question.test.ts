import t from 'tap'
import type { Sample, StepEvidence } from '../../src/evidence/evidence.ts'
import type { Question } from '../../src/lab/lab.ts'
import type { Subject } from '../../src/subject/subject.ts'
import { judgeLab, judgeStep } from '../../src/verdict/judge.ts'
import { answerTo, judgeQuestion } from '../../src/verdict/judge-question.ts'
import {
  agent,
  box,
  check,
  evidence,
  expect,
  lab,
  machine,
  readings,
  sample,
  step,
  stepEvidence,
} from './recorded.ts'

const at = { file: 'x.yaml', line: 1, column: 1 }
const theBox: Subject = { kind: 'process', select: { name: 'box' } }
const group: Subject = { kind: 'cgroup', path: 'mygroup' }
const bindings: Sample['bindings'] = {
  'process box': { pid: box },
  'cgroup mygroup': { cgroup: '/sys/fs/cgroup/mygroup' },
}
const running = sample(bindings, readings('running'))
const limited = sample(bindings, readings('limit'))
const pid: Question = {
  id: 'step/answer',
  ask: 'Which PID?',
  subject: theBox,
  fact: 'pid',
  field: 'outside',
  points: 1,
  at,
}
const limit: Question = { ...pid, subject: group, fact: 'memory.max' }
const { field: _, ...wholeLimit } = limit

const judge = (
  question: Question,
  answer: string | undefined,
  end = running,
  rest: Partial<StepEvidence> = {},
) =>
  judgeQuestion(
    question,
    stepEvidence({ samples: [end], ...(answer === undefined ? {} : { answer }), ...rest }),
    machine,
  )

t.test('the kernel decides what is right', async t => {
  t.match(judge(pid, ` ${box}\n`), {
    outcome: 'pass',
    facts: [{ fact: 'pid.outside', asked: 'Which PID?', observed: String(box), evidence: [{}] }],
  })
  t.match(judge(wholeLimit, '64MiB', limited), { outcome: 'pass', facts: [{ fact: 'memory.max' }] })
  t.equal(judge(wholeLimit, '67108864', limited).outcome, 'pass')
  t.equal(judge(wholeLimit, '67108865', limited).outcome, 'pass', 'kept in whole pages')
})

t.test('a wrong answer is told without the right one', async t => {
  const rows = [
    ['12', '12 is not what the kernel says'],
    ['', 'not answered'],
    [' \n', 'not answered'],
    [undefined, 'not answered'],
    ['many', 'many is not a whole number, such as `20`'],
    ['max', 'max is not what the kernel says'],
  ] as const
  for (const [answer, message] of rows) {
    const judged = judge(pid, answer)
    t.match(judged, { outcome: 'fail', facts: [{ message, evidence: [] }] }, String(answer))
    t.notMatch(JSON.stringify(judged), String(box))
  }
})

t.test('an answer is compared with what both sides say', async t => {
  const place = 'cgroup /sys/fs/cgroup/mygroup: memory.max'
  const seen = (...[value = 0, after]: number[]) => ({
    ...limited,
    outside: [{ source: place, value, ...(after !== undefined && { after }) }],
  })
  const right = 64 * 2 ** 20
  const judged = (sample: Sample) => judge(wholeLimit, '64MiB', sample)
  t.match(judged(seen(right)), { outcome: 'pass', facts: [{ seen: 'inside and outside' }] })
  t.match(judged(seen(right, 1)), { outcome: 'error', reason: { code: 'unsettled' } })
  const denied = judged(seen(Number.POSITIVE_INFINITY))
  t.match(denied, { outcome: 'error', reason: { code: 'contradicted' } })
  t.notMatch(JSON.stringify(denied), /null|max\W*$|67108864/, 'and the answer is not told')
})

t.test('a field that is not told from outside is seen inside', async t => {
  const end = (told: object) => ({
    ...running,
    outside: [{ source: `process ${box}: pid`, value: told as Record<string, number> }],
  })
  t.match(judge(pid, String(box), end({ outside: box })), { facts: [{ seen: 'inside and outside' }] })
  t.match(judge(pid, String(box), end({})), { outcome: 'pass', facts: [{ seen: 'inside' }] })
})

t.test('what has no value cannot be answered; what could not be read is an error', async t => {
  const gone = sample({ 'process box': { missing: 'box has ended (exit code 0)' } }, readings('running'))
  t.match(judge(pid, String(box), gone), {
    outcome: 'fail',
    facts: [{ message: 'box has ended (exit code 0)' }],
  })
  const unread = sample(bindings, [])
  for (const answer of [String(box), undefined])
    t.match(judge(pid, answer, unread), { outcome: 'error', reason: { code: 'unread' } })
  t.match(judgeQuestion(pid, stepEvidence({ answer: '1' }), machine), {
    outcome: 'error',
    reason: { code: 'not-observed' },
  })
})

t.test('the reference answers rightly, and in a mutant wrongly', async t => {
  for (const [question, end] of [
    [pid, running],
    [wholeLimit, limited],
  ] as const) {
    const seen = stepEvidence({ samples: [end] })
    const outcomeOf = (mistake?: Question['mistake']) => {
      const answer = answerTo({ ...question, ...(mistake && { mistake }) }, seen, machine)
      return judge(question, answer, end).outcome
    }
    t.equal(outcomeOf(), 'pass')
    t.equal(outcomeOf('another'), 'fail')
    t.equal(outcomeOf('empty'), 'fail')
  }
  t.equal(answerTo(pid, stepEvidence(), machine), undefined)
})

t.test('its verdict follows those of the checks of its step', async t => {
  const asked = step([check(theBox, { exists: expect.equal(true) }, { id: 'step/1' })], { question: pid })
  const whole = lab([asked])
  const done = stepEvidence({ samples: [running], answer: String(box) })
  const [first, second] = judgeStep(asked, done, { lab: whole, machine, earlier: new Map() })
  t.equal(first?.check, 'step/1')
  t.match(second, { check: 'step/answer', subject: 'process box', outcome: 'pass', points: 1 })
  t.same(
    judgeLab(whole, evidence([])).map(({ check, outcome }) => [check, outcome]),
    [
      ['step/1', 'error'],
      ['step/answer', 'error'],
    ],
    'also where it was never reached',
  )
  t.not(agent, box)
})
