import t from 'tap'
import { causes, explain, surroundingSources } from '../../../src/kernel/refusal/explain.ts'
import type { Failure, FailureKind } from '../../../src/kernel/refusal/failure.ts'
import type { Surroundings } from '../../../src/kernel/refusal/refusal.ts'
import { recorded } from '../fixture.ts'
import { refusedLabs } from './refused-labs.ts'
import { unplaced } from './unplaced.ts'

const all = recorded('root-cgroup/cgroup.controllers')
const mountinfo = recorded('host/mountinfo')
const machine = { release: '6.12.0', controllers: all.trim().split(' ') }

type Texts = Surroundings['texts']

/** A cgroup whose parent enabled every controller. */
const full: Texts = { mountinfo, controllers: all, above: all, enabled: '', members: '', type: 'domain' }
/** A cgroup whose parent enabled none. */
const bare: Texts = { ...full, controllers: '' }

/** Each line is a system call that was really refused; then what was around it, and the cause that must be named. */
const refusals: [line: string, texts: Texts, code: string][] = [
  ["write a/b/memory.max '1000000' ENOENT", bare, 'controller-not-enabled'],
  ['read a/b/memory.max ENOENT', bare, 'controller-not-enabled'],
  [
    "write a/b/cpuset.cpus '0' ENOENT",
    { ...bare, above: 'memory cpu pids\n' },
    'controller-not-enabled-above',
  ],
  ["write c/d/memory.current '1' ENOENT", { ...bare, above: '' }, 'controller-not-enabled-above'],
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
  ["write a/b/memory.max '64MB' EINVAL", full, 'limit-not-understood'],
  ["write a/b/cpu.max '500 100000' EINVAL", full, 'bandwidth-out-of-range'],
  ["write a/b/cpu.weight '0' ERANGE", full, 'limit-not-understood'],
  ["write p/cpuset.cpus '77' ERANGE", full, 'limit-not-understood'],
  ["write p/io.max '99:0 rbps=1' ENODEV", full, 'no-disk'],
  ["write p/cpu.uclamp.max '50' ENOENT", full, 'not-in-this-kernel'],
  ['rmdir c/d EBUSY', full, 'cgroup-busy'],
  ['mkdir c/e EAGAIN', full, 'too-many-cgroups'],
  ['mkdir p/q EACCES', full, 'not-delegated'],
  ["write p/pids.max '5' EACCES", full, 'not-delegated'],
  ['read removed ENODEV', full, 'gone'],
  ['write removed ENODEV', full, 'gone'],
]

t.test('each refusal of a real kernel is explained by its true cause', async t => {
  const lines = recorded('refusals').split('\n')
  for (const [line, texts, code] of refusals) {
    t.ok(
      lines.some(real => real.startsWith(line)),
      `${line} was recorded`,
    )
    t.equal(explain(failureOf(line), { texts, machine })?.code, code, line)
  }
})

t.test('each cause is known from a refusal of a real kernel', async t => {
  const known = new Set([
    ...refusals.map(([, , code]) => code),
    ...refusedLabs.map(({ code }) => code).filter(code => code !== 'limit-invalid'),
    elsewhere.code,
    hybrid.code,
    unmounted.code,
    ...unplaced.map(({ code }) => code),
    ...programs.map(({ code }) => code),
  ])
  t.same(
    Object.keys(causes).filter(code => !known.has(code)),
    [],
  )
  t.same(
    [...known].filter(code => !Object.hasOwn(causes, code)),
    [],
  )
})

t.test('every explanation says what and, where there is one, a remedy that names the cgroup', async t => {
  const explained = refusals.map(([line, texts]) => explain(failureOf(line), { texts, machine }))
  t.same(
    explained.filter(it => !it || /undefined|\bNaN\b/.test(`${it.what} ${it.remedy ?? ''}`)),
    [],
  )
  t.match(explained[0], {
    what: '/sys/fs/cgroup/a/b has no memory.max, because the memory controller is not enabled in cgroup.subtree_control of /sys/fs/cgroup/a',
    remedy: 'echo +memory > /sys/fs/cgroup/a/cgroup.subtree_control',
  })
  const members = '7\n8\n9\n10\n11\n'
  t.match(
    explain(failureOf("write c/cgroup.subtree_control '+memory' EBUSY"), { texts: { ...full, members } })
      ?.what,
    /pid 7, 8, 9 and 2 more/,
  )
  t.match(explain(failureOf("write a/b/memory.max '64MB' EINVAL"), { texts: full }), {
    what: 'memory.max does not take "64MB"',
    remedy: /It takes a size such as 64MiB/,
  })
})

t.test(
  'what the agent found instead of a place for cgroups is explained in the words of the runner',
  async t => {
    for (const { code, says } of unplaced) {
      const explanation = explain({ kind: 'claim', trouble: code, path: '/sys/fs/cgroup' }, { texts: {} })
      t.match(explanation, { code, due: 'machine', what: says, remedy: /./ })
      t.notMatch(explanation, { what: /undefined/ })
    }
  },
)

/** What the agent says where nft(8) is not installed, and where modules were disabled before nf_tables was loaded. */
const programs = [
  { errno: 'ENOENT', message: 'execve nft: ENOENT', code: 'no-program' },
  {
    errno: 'EIO',
    message:
      'nft list ruleset ended with status 1: src/mnl.c:64: Unable to initialize Netlink socket: Protocol not supported',
    code: 'program-without-kernel',
  },
]

t.test('a program that prints nothing is explained by what the machine lacks', async t => {
  const failure = { kind: 'read', path: 'nft list ruleset', program: 'nft' } as const
  for (const { errno, message, code } of programs)
    t.match(explain({ ...failure, errno, message }, { texts: {}, machine }), {
      code,
      due: 'machine',
      what: /\bnft\b/,
      remedy: /--machine vm/,
    })
  const other = { ...failure, errno: 'ENOENT', message: 'setns /proc/7/ns: ENOENT' }
  t.equal(explain(other, { texts: {}, machine }), undefined)
})

/** No machine here lacks a controller: the refusal is real, and the machine another. */
const elsewhere = { line: 'read a/b/memory.max ENOENT', code: 'no-controller' }

t.test('what the machine lacks is no matter of the cgroup', async t => {
  const poor = { release: '6.12.0', controllers: ['cpu', 'pids'] }
  const explanation = explain(failureOf(elsewhere.line), { texts: bare, machine: poor })
  t.match(explanation, {
    code: elsewhere.code,
    due: 'machine',
    what: /no memory controller for the cgroups of labs; it has cpu, pids/,
  })
})

/** An agent of ours reads only cgroup v2; what a hybrid machine has was recorded from one. */
const hybrid = { line: "write a/b/memory.max '1' ENOENT", code: 'not-cgroup2' }

t.test('a hybrid machine is named, whatever else was wrong', async t => {
  const { controllers: _, ...texts } = { ...bare, mountinfo: recorded('hybrid/mountinfo') }
  t.match(explain(failureOf(hybrid.line), { texts }), {
    code: hybrid.code,
    what: /hybrid/,
    remedy: /unified/,
  })
})

/** The machines of ours mount it, and no lab can hide it from the agent. */
const unmounted = { path: '/sys/kernel/security/lsm', errno: 'ENOENT', code: 'securityfs-not-mounted' }

t.test('security modules are told by a file system that may not be mounted', async t => {
  const { path, errno, code } = unmounted
  t.match(explain({ kind: 'read', path, errno, message: `${path}: ${errno}` }, { texts: {}, machine }), {
    code,
    due: 'machine',
    what: /^securityfs is not mounted/,
  })
})

t.test('a cgroup that is not there', async t => {
  const { controllers: _, ...texts } = bare
  t.match(explain(failureOf("write a/b/memory.max '1' ENOENT"), { texts }), {
    code: 'no-cgroup',
    remedy: 'mkdir /sys/fs/cgroup/a/b',
  })
  t.equal(
    explain(failureOf("write a/b/memory.max '1' ENOENT"), { texts: {} }),
    undefined,
    'in a machine that can be asked no more, no file is known to be missing',
  )
  const codeOf = (failure: Failure) => explain(failure, { texts: full, machine })?.code
  t.equal(codeOf({ kind: 'mkdir', errno: 'ENOENT', path: '/sys/fs/cgroup/x/y' }), 'no-cgroup-above')
  t.equal(codeOf({ kind: 'read', errno: 'ENODEV', path: '/sys/fs/cgroup/x/pids.max' }), 'gone')
  t.equal(codeOf({ kind: 'write', errno: 'EROFS', path: '/sys/fs/cgroup/x/pids.max' }), 'read-only')
  t.equal(codeOf({ kind: 'read', errno: 'EOPNOTSUPP', path: '/sys/fs/cgroup/x/io.pressure' }), 'pressure-off')
})

t.test('where the controllers of a cgroup are unknown, no kernel is blamed for a missing file', async t => {
  const missing: Failure = { kind: 'read', errno: 'ENOENT', path: '/sys/fs/cgroup/x/memory.max' }
  t.equal(explain(missing, { texts: {}, machine }), undefined)
})

t.test('a line of cpu.stat is missing without the cpu controller', async t => {
  const missing: Failure = {
    kind: 'read',
    errno: 'ENOENT',
    path: '/sys/fs/cgroup/a/b/cpu.stat',
    line: 'nr_throttled',
  }
  t.match(explain(missing, { texts: bare, machine }), {
    code: 'controller-not-enabled',
    what: /^\/sys\/fs\/cgroup\/a\/b has no nr_throttled in cpu\.stat, because the cpu controller/,
  })
  t.equal(explain(missing, { texts: full, machine })?.code, 'not-in-this-kernel')
})

t.test('where the errno says all there is to say, nothing is explained', async t => {
  t.equal(explain({ kind: 'write', errno: 'EMFILE', path: '/tmp/x' }, { texts: {} }), undefined)
  t.equal(explain({ kind: 'write', errno: 'ENOENT', path: '/etc/nothing' }, { texts: {} }), undefined)
  t.equal(explain({ kind: 'fork', errno: 'ENOMEM' }, { texts: {} }), undefined)
})

t.test('what to read for an explanation', async t => {
  const { controllers, above } = surroundingSources(failureOf("write a/b/memory.max '1' ENOENT")).texts
  t.same(controllers, { read: 'file', path: '/sys/fs/cgroup/a/b/cgroup.controllers' })
  t.same(above, { read: 'file', path: '/sys/fs/cgroup/a/cgroup.controllers' })
  t.match(surroundingSources(failureOf('rmdir c/d EBUSY')).texts, {
    mountinfo: { path: '/proc/self/mountinfo' },
  })
  t.same(surroundingSources({ kind: 'fork', errno: 'EAGAIN' }), { texts: {}, files: {} })
  const burst = surroundingSources(failureOf("write a/b/cpu.max.burst '1' EINVAL"))
  t.same(burst.files, {
    '/sys/fs/cgroup/a/b/cpu.max': { read: 'file', path: '/sys/fs/cgroup/a/b/cpu.max' },
  })
})

/** A recorded line as the failure it is in a lab: only a new process writes to cgroup.procs. */
function failureOf(line: string): Failure {
  const [, call = '', path = '', text, errno = ''] = /^(\w+) (\S+)(?: '(.*)')? (E\w+)$/.exec(line) ?? []
  const kind = path.endsWith('cgroup.procs') && call === 'write' ? 'enter' : (call as FailureKind)
  return { kind, errno, path: `/sys/fs/cgroup/${path}`, ...(text !== undefined && { text }) }
}
