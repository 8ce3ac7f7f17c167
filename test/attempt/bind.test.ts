import t from 'tap'
import type { Meant } from '../../src/attempt/actor/process.ts'
import { bindSelector, bindSubject } from '../../src/attempt/observer/bind.ts'
import type { Look } from '../../src/protocol/message.ts'
import type { Subject } from '../../src/subject/subject.ts'
import { standingProcess } from './standing-process.ts'

const source = '/sys/fs/cgroup/mygroup/cgroup.procs'
const inGroup: Subject = { kind: 'process', select: { cgroup: 'mygroup' } }

/** Who the process in mygroup is, where its list reads like this. */
const bind = (list: Look) =>
  bindSubject(inGroup, {
    cgroup: '/sys/fs/cgroup',
    host: 1,
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

t.test('what belongs to no process is looked at as the machine sees it', async t => {
  const scene = { cgroup: '/sys/fs/cgroup', host: 9, processes: new Map(), look: async () => [] }
  t.match(await bindSubject({ kind: 'host' }, scene), { pid: 9 })
  t.match(await bindSubject({ kind: 'file', path: '/etc/x' }, scene), { pid: 9, path: '/etc/x' })
  t.same(await bindSubject({ kind: 'cgroup', path: 'g' }, scene), { cgroup: '/sys/fs/cgroup/g' })
  t.same(await bindSubject({ kind: 'exit' }, scene), {})
})

t.test('a process that has not started yet is missing, not unreadable', async t => {
  const bound = async (meant: Meant) => {
    const processes = new Map([['box', standingProcess('box-1', 7, meant)]])
    return bindSelector({ name: 'box' }, { cgroup: '/g', host: 9, processes, look: async () => [] })
  }
  t.same(await bound({ pending: 'sh (pid 7) had not become bash' }), {
    missing: 'there is no process box yet: sh (pid 7) had not become bash',
  })
  const refusal = { errno: 'ETIMEDOUT', message: 'after 5000 ms sh (pid 7) had not become bash' }
  t.same(await bound(refusal), { refused: { source: 'the process that box names', ...refusal } })
})

t.test('what a process sees cannot be found without the process', async t => {
  const scene = { cgroup: '/sys/fs/cgroup', host: 9, processes: new Map(), look: async () => [] }
  t.same(await bindSubject({ kind: 'link', name: 'lo', of: { name: 'box' } }, scene), {
    missing: 'no process was started as box',
  })
})
