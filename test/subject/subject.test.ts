import t from 'tap'
import { comparedSubject, machine, type Subject, subjectKey } from '../../src/subject/subject.ts'

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
