import t from 'tap'
import { explain, surroundingSources } from '../../src/kernel/explain.ts'
import type { Surroundings } from '../../src/kernel/explanation.ts'
import { recorded } from './fixture.ts'

const all = recorded('root-cgroup/cgroup.controllers')
const mountinfo = recorded('host/mountinfo')

/** A group whose parent handed everything down. */
const full: Surroundings = {
  mountinfo,
  controllers: all,
  above: all,
  enabled: '',
  members: '',
  type: 'domain',
  stat: 'nr_descendants 0\n',
}
/** A group whose parent handed nothing down. */
const bare: Surroundings = { ...full, controllers: '' }

/** Each line is a system call that was really refused, what was around it, and the cause that must be named. */
const refusals: [line: string, around: Surroundings, code: string][] = [
  ["write a/b/memory.max '1000000' ENOENT", bare, 'controller-not-enabled'],
  ['read a/b/memory.max ENOENT', bare, 'controller-not-enabled'],
  ["write a/b/cpuset.cpus '0' ENOENT", { ...bare, above: 'memory cpu pids\n' }, 'controller-missing'],
  ["write c/d/memory.current '1' ENOENT", { ...bare, above: '' }, 'controller-missing'],
  ["write a/b/cgroup.subtree_control '+memory' ENOENT", bare, 'controller-not-available'],
  ["write a/b/cgroup.subtree_control '+nosuch' EINVAL", full, 'controller-unknown'],
  ["write p/cgroup.subtree_control 'memory' EINVAL", full, 'controller-unknown'],
  ["write cgroup.subtree_control '-memory' EBUSY", full, 'children-use-controller'],
  ["write c/cgroup.subtree_control '+memory' EBUSY", { ...full, members: '12\n' }, 'internal-processes'],
  [
    "write t/cgroup.subtree_control '+memory' ENOTSUP",
    { ...full, type: 'domain threaded\n' },
    'threaded-domain',
  ],
  [
    "write a/cgroup.procs '0' EBUSY",
    { ...full, enabled: 'memory cpu pids\n' },
    'group-hands-controllers-down',
  ],
  ["write t/y/cgroup.procs '0' ENOTSUP", { ...full, type: 'domain invalid\n' }, 'group-invalid'],
  ['read t/x/cgroup.procs ENOTSUP', { ...full, type: 'threaded\n' }, 'group-invalid'],
  ["write c/d/cgroup.procs '999999' ESRCH", full, 'no-process'],
  ["write c/d/cgroup.procs 'x' EINVAL", full, 'process-immovable'],
  ["write c/d/cgroup.procs '2' EINVAL", full, 'process-immovable'],
  ["write t/x/cgroup.kill '1' ENOTSUP", full, 'kill-threaded'],
  ["write a/b/memory.max '64MB' EINVAL", full, 'limit-not-understood'],
  ["write a/b/cpu.max '500 100000' EINVAL", full, 'limit-not-understood'],
  ["write a/b/cpu.weight '0' ERANGE", full, 'limit-not-understood'],
  ["write p/cpuset.cpus '77' ERANGE", full, 'limit-not-understood'],
  ["write p/io.max '99:0 rbps=1' ENODEV", full, 'no-disk'],
  ["write p/cpu.uclamp.max '50' ENOENT", full, 'file-unknown'],
  ['rmdir c/d EBUSY', { ...full, members: '7\n8\n9\n10\n11\n' }, 'cgroup-has-processes'],
  ['rmdir a EBUSY', { ...full, stat: 'nr_descendants 1\n' }, 'cgroup-has-children'],
  ['mkdir c/e EAGAIN', full, 'too-many-cgroups'],
  ['mkdir p/q EACCES', full, 'not-delegated'],
  ["write p/pids.max '5' EACCES", full, 'not-delegated'],
  ["write p/cgroup.procs '0' EACCES", full, 'not-delegated'],
]

t.test('each refusal of a real kernel is explained by its true cause', async t => {
  const lines = recorded('refusals').split('\n')
  for (const [line, around, code] of refusals) {
    t.ok(
      lines.some(real => real.startsWith(line)),
      `${line} was recorded`,
    )
    t.equal(explain(failureOf(line), around)?.code, code, line)
  }
})

t.test('every explanation says what and, where there is one, a remedy that names the group', async t => {
  const explained = refusals.map(([line, around]) => explain(failureOf(line), around))
  t.same(
    explained.filter(it => !it || /undefined|\bNaN\b/.test(`${it.what} ${it.remedy}`)),
    [],
  )
  t.match(explained[0], {
    what: '/sys/fs/cgroup/a/b has no memory.max, because /sys/fs/cgroup/a has not enabled the memory controller for its children',
    remedy: 'echo +memory > /sys/fs/cgroup/a/cgroup.subtree_control',
  })
  t.match(
    explain(failureOf('rmdir c/d EBUSY'), { ...full, members: '7\n8\n9\n10\n11\n' })?.what,
    /pid 7, 8, 9 and 2 more/,
  )
  t.match(
    explain(failureOf("write a/b/memory.max '64MB' EINVAL"), full)?.remedy,
    /It takes a size such as 64MiB/,
  )
})

t.test('a hybrid machine is named, whatever else was wrong', async t => {
  const hybrid = { ...bare, controllers: undefined, mountinfo: recorded('hybrid/mountinfo') }
  const line = "write a/b/memory.max '1' ENOENT"
  t.match(explain(failureOf(line), hybrid), { code: 'not-cgroup2', what: /hybrid/, remedy: /unified/ })
})

t.test('a group that is not there', async t => {
  const line = "write a/b/memory.max '1' ENOENT"
  t.match(explain(failureOf(line), { ...bare, controllers: undefined }), {
    code: 'no-cgroup',
    remedy: 'mkdir /sys/fs/cgroup/a/b',
  })
  t.equal(
    explain({ syscall: 'mkdir', errno: 'ENOENT', path: '/sys/fs/cgroup/x/y' }, full)?.code,
    'no-cgroup-above',
  )
  t.equal(
    explain({ syscall: 'mkdir', errno: 'EEXIST', path: '/sys/fs/cgroup/x' }, full)?.code,
    'cgroup-there',
  )
  t.equal(explain({ syscall: 'rmdir', errno: 'EBUSY', path: '/sys/fs/cgroup/x' }, full)?.code, 'cgroup-busy')
  t.equal(
    explain({ syscall: 'read', errno: 'ENODEV', path: '/sys/fs/cgroup/x/pids.max' }, full)?.code,
    'cgroup-removed',
  )
  t.equal(
    explain({ syscall: 'write', errno: 'EROFS', path: '/sys/fs/cgroup/x/pids.max' }, full)?.code,
    'read-only',
  )
  t.equal(
    explain({ syscall: 'read', errno: 'EOPNOTSUPP', path: '/sys/fs/cgroup/x/io.pressure' }, full)?.code,
    'pressure-off',
  )
})

t.test('namespaces', async t => {
  const code = (errno: string, around: Surroundings = {}) =>
    explain({ syscall: 'unshare', errno }, around)?.code
  t.equal(code('EPERM'), 'namespace-needs-root')
  t.equal(code('EPERM', { userNamespaceClone: '0\n' }), 'user-namespaces-forbidden')
  t.equal(code('EPERM', { userNamespaceApparmor: '1\n' }), 'user-namespaces-forbidden')
  t.equal(code('ENOSPC', { userNamespaceMax: '0\n' }), 'user-namespaces-off')
  t.equal(code('ENOSPC', { userNamespaceMax: '1000\n' }), 'too-many-namespaces')
  t.equal(code('EINVAL'), 'namespace-unknown')
})

t.test('a masked /proc', async t => {
  const mount = { syscall: 'mount', errno: 'EPERM', text: 'proc' }
  const covered = `${mountinfo}90 24 0:50 / /proc/scsi rw - tmpfs none rw\n`
  const harmless = `${mountinfo}90 24 0:50 / /proc/sys/fs/binfmt_misc rw - binfmt_misc none rw\n`
  t.match(explain(mount, { mountinfo: covered }), { code: 'masked-proc', what: /\/proc\/scsi/ })
  t.equal(explain(mount, { mountinfo: harmless })?.code, 'mount-not-permitted')
  t.equal(explain({ ...mount, text: 'ext4' }, { mountinfo: covered })?.code, 'mount-not-permitted')
})

t.test('no more processes', async t => {
  t.equal(explain({ syscall: 'fork', errno: 'ENOMEM' }, {})?.code, 'pid-namespace-over')
  const at = (pidsMax: string, pidsCurrent: string) =>
    explain({ syscall: 'fork', errno: 'EAGAIN' }, { pidsMax, pidsCurrent })?.code
  t.equal(at('20\n', '20\n'), 'pids-max')
  t.equal(at('20\n', '3\n'), 'process-limit')
  t.equal(at('max\n', '3\n'), 'process-limit')
})

t.test('what says all there is to say is not explained', async t => {
  t.equal(explain({ syscall: 'open', errno: 'EMFILE', path: '/tmp/x' }, {}), undefined)
  t.equal(explain({ syscall: 'open', errno: 'ENOENT', path: '/etc/nothing' }, {}), undefined)
})

t.test('what must be read to explain', async t => {
  const { controllers, above } = surroundingSources(failureOf("write a/b/memory.max '1' ENOENT"))
  t.same(controllers, { read: 'file', path: '/sys/fs/cgroup/a/b/cgroup.controllers' })
  t.same(above, { read: 'file', path: '/sys/fs/cgroup/a/cgroup.controllers' })
  t.match(surroundingSources(failureOf('rmdir c/d EBUSY')).members, {
    path: '/sys/fs/cgroup/c/d/cgroup.procs',
  })
  t.ok(surroundingSources({ syscall: 'unshare', errno: 'EPERM' }).userNamespaceMax)
  t.same(surroundingSources({ syscall: 'fork', errno: 'EAGAIN' }), {})
})

function failureOf(line: string) {
  const [, syscall = '', path = '', text, errno = ''] = /^(\w+) (\S+)(?: '(.*)')? (E\w+)$/.exec(line) ?? []
  return { syscall, errno, path: `/sys/fs/cgroup/${path}`, ...(text !== undefined && { text }) }
}
