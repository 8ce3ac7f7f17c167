import t from 'tap'
import { fillPlan } from '../../src/subject/binding-plan.ts'
import {
  bindingPlan,
  comparedSubject,
  machine,
  type Subject,
  subjectKey,
  subjectWords,
} from '../../src/subject/subject.ts'

const rows: [string, Subject][] = [
  ['exit', { kind: 'exit' }],
  ['exit of box', { kind: 'exit', of: 'box' }],
  ['duration', { kind: 'duration' }],
  ['output', { kind: 'output', stream: 'both' }],
  ['stderr', { kind: 'output', stream: 'stderr' }],
  ['host', { kind: 'host' }],
  ['process box', { kind: 'process', select: { name: 'box' } }],
  ['process in cgroup mygroup', { kind: 'process', select: { cgroup: 'mygroup' } }],
  ['process child of box', { kind: 'process', select: { 'child-of': 'box' } }],
  ['cgroup mygroup', { kind: 'cgroup', path: 'mygroup' }],
  ['mount /proc of box', { kind: 'mount', target: '/proc', of: { name: 'box' } }],
  ['mount /proc', { kind: 'mount', target: '/proc' }],
  ['file /etc/x of process in cgroup g', { kind: 'file', path: '/etc/x', of: { cgroup: 'g' } }],
  ['link eth0 of process child of box', { kind: 'link', name: 'eth0', of: { 'child-of': 'box' } }],
]

t.test('every kind of subject has one key', async t => {
  for (const [key, subject] of rows) t.equal(subjectKey(subject), key)
  t.equal(new Set(rows.map(([key]) => key)).size, rows.length)
})

t.test('same-as names the machine or a process', async t => {
  t.equal(comparedSubject('host'), machine)
  t.equal(subjectKey(comparedSubject('host')), subjectKey({ kind: 'host' }))
  t.equal(subjectKey(comparedSubject('box')), subjectKey({ kind: 'process', select: { name: 'box' } }))
})

t.test('a sentence names what belongs to the step or is the machine', async t => {
  const words: [string, Subject][] = [
    ['the machine', { kind: 'host' }],
    ['the duration', { kind: 'duration' }],
    ['the exit', { kind: 'exit' }],
    ['the exit of box', { kind: 'exit', of: 'box' }],
    ['the output', { kind: 'output', stream: 'both' }],
    ['the standard error', { kind: 'output', stream: 'stderr' }],
    ['process box', { kind: 'process', select: { name: 'box' } }],
  ]
  for (const [expected, subject] of words) t.equal(subjectWords(subject), expected)
})

t.test('a plan becomes a binding on the machine and in a script', async t => {
  const base = '/sys/fs/cgroup'
  const of = { name: 'box' }
  const plans: [Subject, object, object][] = [
    [{ kind: 'duration' }, {}, {}],
    [{ kind: 'host' }, { process: 'machine' }, { pid: 7, cgroup: base }],
    [{ kind: 'process', select: of }, { process: of }, { pid: 7, cgroup: base }],
    [{ kind: 'cgroup', path: 'g/h' }, { cgroup: 'g/h' }, { cgroup: `${base}/g/h` }],
    [
      { kind: 'mount', target: '/', of },
      { process: of, path: '/' },
      { pid: 7, cgroup: base, path: '/' },
    ],
    [
      { kind: 'link', name: 'lo' },
      { process: 'machine', name: 'lo' },
      { pid: 7, cgroup: base, name: 'lo' },
    ],
  ]
  for (const [subject, plan, binding] of plans) {
    t.same(bindingPlan(subject), plan)
    t.same(fillPlan(bindingPlan(subject), bindingPlan(subject).process && 7, base), binding)
  }
})
