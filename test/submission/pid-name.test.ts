import t from 'tap'
import { pidNamesIn, withNames, withPids } from '../../src/submission/pid-name.ts'

const names = new Map([
  [1234, 'box'],
  [500, 'other-box'],
  [42, 'low'],
])
const pids = new Map([
  ['box', 77],
  ['other-box', 1234],
])

t.test('a PID is recorded by its name, where it is a word of its own', async t => {
  for (const [typed, handedIn] of [
    ['cat /proc/1234/status', 'cat /proc/${box.pid}/status'],
    ['kill -9 1234; kill 500', 'kill -9 ${box.pid}; kill ${other-box.pid}'],
    ['kill -TERM -1234', 'kill -TERM -${box.pid}'],
    ['nsenter --target=1234 -a', 'nsenter --target=${box.pid} -a'],
    ['echo 1234>cgroup.procs', 'echo ${box.pid}>cgroup.procs'],
    ["ls '/proc/1234'", "ls '/proc/${box.pid}'"],
    ['echo 1234.', 'echo ${box.pid}.'],
    ['echo 12345 0.1234 1234.5 x1234 1234x $1234 01234 2026-1234', undefined],
    ['kill 42; head -n 10', undefined],
  ] as const)
    t.equal(withNames(typed, names), handedIn ?? typed, typed)
})

t.test('it becomes the PID that the process has in another machine', async t => {
  t.equal(withPids('kill -9 ${box.pid}; ls /proc/${other-box.pid}/ns', pids), 'kill -9 77; ls /proc/1234/ns')
  t.equal(withPids('kill ${nobody.pid}', pids), 'kill ${nobody.pid}', 'a name without a process stays')
  t.same(pidNamesIn('kill ${box.pid} ${nobody.pid} $${mine.pid} ${HOME}'), ['box', 'nobody'])
})

t.test('what the learner typed in the same form survives', async t => {
  for (const typed of [
    'echo ${box.pid}',
    'echo $${box.pid}',
    "echo '$$${box.pid}' ${HOME}",
    '${a.pid}1234',
  ]) {
    const handedIn = withNames(typed, names)
    t.equal(withPids(handedIn, pids), typed, typed)
    t.same(pidNamesIn(handedIn), [], typed)
  }
  t.equal(withNames('echo ${box.pid} 1234', names), 'echo $${box.pid} ${box.pid}')
})
