import t from 'tap'
import { bindSubject } from '../../src/attempt/observer/bind.ts'
import type { Look } from '../../src/protocol/message.ts'
import type { Subject } from '../../src/subject/subject.ts'

const source = '/sys/fs/cgroup/mygroup/cgroup.procs'
const inGroup: Subject = { kind: 'process', select: { cgroup: 'mygroup' } }

/** Who the process in mygroup is, where its list reads like this. */
const bind = (list: Look) =>
  bindSubject(inGroup, {
    cgroup: '/sys/fs/cgroup',
    agent: 1,
    processes: new Map(),
    look: async sources => {
      t.same(sources, [{ read: 'file', path: source }])
      return [list]
    },
  })

t.test('the only process of a group is meant', async t => {
  t.same(await bind({ text: '42\n' }), { pid: 42, cgroup: '/sys/fs/cgroup' })
})

t.test('none and several are nobody', async t => {
  t.same(await bind({ text: '' }), { missing: 'there is no process in cgroup mygroup' })
  t.match(await bind({ text: '42\n43\n' }), { found: 2, missing: /2 processes in cgroup mygroup/ })
})

t.test('a group that is not there has no process', async t => {
  for (const errno of ['ENOENT', 'ENODEV'])
    t.same(await bind({ errno, message: '' }), { missing: 'there is no process in cgroup mygroup' })
})

t.test('a list that cannot be read says nothing of who is in the group', async t => {
  const refusal = { errno: 'EIO', message: 'input/output error' }
  t.same(await bind(refusal), { refused: { source, ...refusal } })
})
