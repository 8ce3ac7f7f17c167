import t from 'tap'
import type { MachineRecord } from '../../src/evidence/evidence.ts'
import type { Reading } from '../../src/evidence/reading.ts'
import type { Subject } from '../../src/subject/subject.ts'
import { judgeSample } from '../../src/verdict/judge-sample.ts'
import { recorded } from '../kernel/fixture.ts'
import {
  agent,
  box,
  check,
  expect,
  machine,
  readings,
  rootless,
  sample,
  stepEvidence,
  zombie,
} from './recorded.ts'

const group: Subject = { kind: 'cgroup', path: 'mygroup' }
const theBox: Subject = { kind: 'process', select: { name: 'box' } }
const bindings = { 'cgroup mygroup': { cgroup: '/sys/fs/cgroup/mygroup' }, 'process box': { pid: box } }

const judge = (
  subject: Subject,
  facts: Parameters<typeof check>[1],
  found: Reading[],
  rest: { bound?: Parameters<typeof sample>[0]; machine?: MachineRecord; exits?: object } = {},
) =>
  judgeSample(
    check(subject, facts),
    sample(rest.bound ?? bindings, found),
    stepEvidence({ exits: { ...rest.exits } }),
    rest.machine ?? machine,
  )

const memoryMax = '/sys/fs/cgroup/mygroup/memory.max'

t.test('what the kernel says of a group is compared, and the line is shown', async t => {
  const [right] = judge(group, { 'memory.max': expect.equal(67108864, '64MiB') }, readings('limit'))
  t.match(right?.verdict, {
    fact: 'memory.max',
    outcome: 'pass',
    expected: '64MiB',
    observed: '64MiB (67108864)',
    evidence: [{ source: memoryMax, excerpt: '67108864' }],
    manual: 'cgroup-v2: memory.max',
  })
  const [wrong] = judge(group, { 'memory.max': expect.equal(2 ** 27, '128MiB') }, readings('limit'))
  t.match(wrong?.verdict, { outcome: 'fail', message: 'expected 128MiB, the kernel says 64MiB (67108864)' })
  t.equal(wrong?.reason, undefined)
})

t.test('fields are judged one by one, each with its own line', async t => {
  const bound = { 'cgroup small': { cgroup: '/sys/fs/cgroup/small' } }
  const facts = { 'memory.events': expect.fields({ oom_kill: expect.equal(1), max: expect.compare('<', 5) }) }
  const judged = judge({ kind: 'cgroup', path: 'small' }, facts, readings('full'), { bound })
  t.match(
    judged.map(({ verdict }) => verdict),
    [
      { fact: 'memory.events.oom_kill', outcome: 'pass', evidence: [{ excerpt: 'oom_kill 1' }] },
      { fact: 'memory.events.max', outcome: 'fail', evidence: [{ excerpt: 'max 58' }] },
    ],
  )
})

t.test('a process has two numbers, and the line NSpid says both', async t => {
  const facts = { pid: expect.fields({ inside: expect.equal(1) }) }
  const [inside] = judge(theBox, facts, readings('running'))
  t.match(inside?.verdict, {
    fact: 'pid.inside',
    outcome: 'pass',
    evidence: [{ source: `/proc/${box}/status`, excerpt: `NSpid:\t${box}\t1` }],
  })
})

t.test('a namespace is its own or shared with the machine, and both links are shown', async t => {
  const facts = { namespaces: expect.fields({ pid: expect.own, net: expect.own }) }
  const [pid, net] = judge(theBox, facts, readings('running'))
  t.equal(pid?.verdict.outcome, 'pass')
  t.same(
    pid?.verdict.evidence.map(({ source }) => source),
    [`readlink /proc/${box}/ns/pid`, 'readlink /proc/self/ns/pid'],
  )
  t.match(net?.verdict, { outcome: 'fail', message: /expected own, .* shared with the machine, net:\[/ })
})

t.test('what cannot be compared because the other side was not sampled is an internal error', async t => {
  const facts = { namespaces: expect.fields({ pid: expect.own }) }
  const [judged] = judge(
    theBox,
    facts,
    readings('running', { [`readlink /proc/${agent}/ns/pid`]: undefined }),
  )
  t.match(judged, { verdict: { outcome: 'error' }, reason: { code: 'unread' } })
})

t.test('the cgroup of a process is named as the lab names it', async t => {
  const [judged] = judge(theBox, { cgroup: expect.equal('mygroup') }, readings('running'))
  t.equal(judged?.verdict.outcome, 'pass')
})

t.test('root inside may be 1000 outside', async t => {
  const facts = { user: expect.fields({ inside: expect.equal(0), outside: expect.equal(1000) }) }
  const bound = { 'process box': { pid: rootless } }
  const judged = judge(theBox, facts, readings('user'), { bound })
  t.same(
    judged.map(({ verdict }) => verdict.outcome),
    ['pass', 'pass'],
  )
})

t.test('an absent subject is a wrong answer, in words', async t => {
  const nope = { 'cgroup nope': { cgroup: '/sys/fs/cgroup/nope' } }
  const facts = { 'memory.max': expect.equal(1) }
  const [judged] = judge({ kind: 'cgroup', path: 'nope' }, facts, readings('limit'), { bound: nope })
  t.match(judged?.verdict, { outcome: 'fail', message: 'there is no cgroup /sys/fs/cgroup/nope' })
})

t.test('an absent subject satisfies `exists: false` and nothing else', async t => {
  const nope = { 'cgroup nope': { cgroup: '/sys/fs/cgroup/nope' } }
  const facts = { exists: expect.equal(false), 'memory.max': expect.not(expect.equal(1)) }
  const judged = judge({ kind: 'cgroup', path: 'nope' }, facts, readings('limit'), { bound: nope })
  t.same(
    judged.map(({ verdict }) => verdict.outcome),
    ['pass', 'fail'],
  )
  const [there] = judge(group, { exists: expect.equal(false) }, readings('limit'))
  t.match(there?.verdict, {
    outcome: 'fail',
    expected: 'not to exist',
    message: 'expected not to exist, the kernel says it exists',
  })
  const [missed] = judge(
    { kind: 'cgroup', path: 'nope' },
    { exists: expect.equal(true) },
    readings('limit'),
    {
      bound: nope,
    },
  )
  t.match(missed?.verdict, {
    outcome: 'fail',
    message: 'expected to exist, there is no cgroup /sys/fs/cgroup/nope: it does not exist',
  })
})

t.test('a process that ended is told with its end', async t => {
  const exits = { box: { code: 1, signal: null } }
  const [judged] = judge(theBox, { cgroup: expect.equal('mygroup') }, readings('ended'), { exits })
  t.match(judged?.verdict, {
    outcome: 'fail',
    message: 'box has ended (exit code 1)',
  })
})

t.test('several where one is meant: fail, even for `exists: false`', async t => {
  const subject: Subject = { kind: 'process', select: { cgroup: 'mygroup' } }
  const missing = 'there are 2 processes in cgroup mygroup instead of one'
  const bound = { 'process in cgroup mygroup': { missing, found: 2 } }
  const facts = { exists: expect.equal(false), cgroup: expect.equal('mygroup') }
  const judged = judge(subject, facts, readings('running'), { bound })
  t.match(
    judged.map(({ verdict }) => verdict),
    [
      { outcome: 'fail', message: missing },
      { outcome: 'fail', message: missing },
    ],
  )
})

t.test('a list of processes that cannot be read decides nothing, least of all a wrong answer', async t => {
  const subject: Subject = { kind: 'process', select: { cgroup: 'mygroup' } }
  const refused = {
    source: '/sys/fs/cgroup/mygroup/cgroup.procs',
    errno: 'EIO',
    message: 'input/output error',
  }
  const facts = { exists: expect.equal(false), cgroup: expect.equal('mygroup') }
  const judged = judge(subject, facts, readings('running'), {
    bound: { 'process in cgroup mygroup': { refused } },
  })
  t.same(
    judged.map(({ verdict, reason }) => [verdict.outcome, reason?.code]),
    [
      ['error', 'refused'],
      ['error', 'refused'],
    ],
  )
})

t.test('a missing file of a controller names its true cause', async t => {
  const facts = { 'memory.max': expect.equal(1) }
  const bare: Subject = { kind: 'cgroup', path: 'mygroup/bare' }
  const bound = { 'cgroup mygroup/bare': { cgroup: '/sys/fs/cgroup/mygroup/bare' } }
  const [notEnabled] = judge(bare, facts, readings('bare'), { bound })
  t.match(notEnabled?.verdict, {
    outcome: 'fail',
    message: /memory controller is not enabled .*subtree_control/,
  })

  const poor = { ...machine, controllers: ['cpu', 'pids'] }
  const [notOffered] = judge(bare, facts, readings('bare'), { bound, machine: poor })
  t.match(notOffered, {
    verdict: { outcome: 'unsupported' },
    reason: { code: 'no-controller', message: /cpu, pids/ },
  })

  const gone = { errno: 'ENOENT', message: 'no such file or directory' }
  const old = readings('limit', { '/sys/fs/cgroup/mygroup/memory.peak': gone })
  const [notInKernel] = judge(group, { 'memory.peak': expect.compare('<', 5) }, old)
  t.match(notInKernel, {
    verdict: { outcome: 'unsupported' },
    reason: { code: 'not-in-this-kernel', message: /5\.19/ },
  })
})

t.test('a missing line of a cgroup file names its true cause', async t => {
  const facts = { 'cpu.stat': expect.fields({ nr_throttled: expect.compare('>', 0) }) }
  const bound = { 'cgroup mygroup/bare': { cgroup: '/sys/fs/cgroup/mygroup/bare' } }
  const [notEnabled] = judge({ kind: 'cgroup', path: 'mygroup/bare' }, facts, readings('bare'), { bound })
  t.match(notEnabled?.verdict, { outcome: 'fail', message: /cpu controller is not enabled/ })

  const newer = { 'memory.events': expect.fields({ sock_throttled: expect.equal(0) }) }
  const [notInKernel] = judge(group, newer, readings('limit'))
  t.match(notInKernel?.verdict, { outcome: 'unsupported', message: /sock_throttled in memory.events/ })
})

t.test('a zombie is no kernel without namespaces', async t => {
  const bound = { 'process box': { pid: zombie } }
  const facts = {
    namespaces: expect.fields({ pid: expect.own }),
    mounts: expect.contain(expect.equal('/')),
  }
  const judged = judge(theBox, facts, readings('dead'), { bound })
  t.same(
    judged.map(({ verdict }) => [verdict.outcome, /zombie/.test(verdict.message)]),
    [
      ['fail', true],
      ['fail', true],
    ],
  )
})

const troubles: [string, string, string, string][] = [
  ['EACCES', 'error', 'refused', 'a file that may not be read'],
  ['EIO', 'error', 'refused', 'a file that cannot be read'],
  ['EOPNOTSUPP', 'unsupported', 'switched-off', 'a file that this kernel does not serve'],
]
t.test('what cannot be found out is never a wrong answer', async t => {
  for (const [errno, outcome, code, name] of troubles) {
    const found = readings('limit', { [memoryMax]: { errno, message: 'no' } })
    const [judged] = judge(group, { 'memory.max': expect.equal(67108864) }, found)
    t.match(judged, { verdict: { outcome }, reason: { code } }, name)
  }
  const [unread] = judge(
    group,
    { 'memory.max': expect.equal(67108864) },
    readings('limit', { [memoryMax]: undefined }),
  )
  t.match(unread, { verdict: { outcome: 'error' }, reason: { code: 'unread' } })
  const [odd] = judge(
    group,
    { 'memory.max': expect.equal(67108864) },
    readings('limit', { [memoryMax]: 'much\n' }),
  )
  t.match(odd, { verdict: { outcome: 'error' }, reason: { code: 'unreadable' } })
  const [unbound] = judge(group, { 'memory.max': expect.equal(67108864) }, readings('limit'), { bound: {} })
  t.match(unbound, { verdict: { outcome: 'error' }, reason: { code: 'unread' } })
})

t.test('a group that is removed while it is looked at is a wrong answer', async t => {
  const found = readings('limit', { [memoryMax]: { errno: 'ENODEV', message: 'no such device' } })
  const [judged] = judge(group, { 'memory.max': expect.equal(67108864) }, found)
  t.match(judged?.verdict, { outcome: 'fail', message: /was removed while/ })
})

t.test('limits of memory are compared as the kernel keeps them: in whole pages', async t => {
  const found = readings('limit', { [memoryMax]: '99999744\n' })
  const [judged] = judge(group, { 'memory.max': expect.equal(100_000_000, '100MB') }, found)
  t.match(judged?.verdict, { outcome: 'pass', expected: /100MB, kept in whole pages as 99999744/ })
  const [exact] = judge(
    group,
    { 'memory.max': expect.equal(99_999_745) },
    readings('limit', { [memoryMax]: '99995648\n' }),
  )
  t.equal(exact?.verdict.outcome, 'fail')
})

t.test('`max` is more than any number', async t => {
  const [judged] = judge(
    group,
    { 'memory.swap.max': expect.equal(Number.POSITIVE_INFINITY, 'max') },
    readings('limit'),
  )
  t.match(judged?.verdict, { outcome: 'pass', observed: 'max' })
  const [less] = judge(group, { 'memory.swap.max': expect.compare('<=', 2 ** 40) }, readings('limit'))
  t.equal(less?.verdict.outcome, 'fail')
})

t.test('who is compared with one that has ended gets a wrong answer that says so', async t => {
  const bound = { 'process box': { missing: 'box has ended (exit code 0)' }, 'process other': { pid: box } }
  const other: Subject = { kind: 'process', select: { name: 'other' } }
  const facts = {
    namespaces: expect.fields({ pid: expect.sameAs('box'), net: expect.not(expect.sameAs('box')) }),
  }
  const exits = { box: { code: 0, signal: null } }
  t.match(
    judge(other, facts, readings('running'), { bound, exits }).map(({ verdict }) => verdict),
    [
      { outcome: 'fail', message: 'box has ended (exit code 0)' },
      { outcome: 'fail', message: 'box has ended (exit code 0)' },
    ],
  )
})

const forChildren = (pid: number, name: string) => `readlink /proc/${pid}/ns/${name}_for_children`
const links = 'cgroup\nipc\nmnt\nnet\npid\npid_for_children\ntime\ntime_for_children\nuser\nuts\n'

t.test('a namespace for children that is not there yet is no missing feature of the kernel', async t => {
  const facts = { namespaces_for_children: expect.fields({ pid: expect.own, time: expect.shared }) }
  const time = readings('running').find(({ source }) => source === `readlink /proc/${agent}/ns/time`)
  const found = readings('running', {
    [forChildren(box, 'pid')]: { errno: 'ENOENT', message: 'no such file or directory' },
    [forChildren(box, 'time')]: time && 'text' in time ? time.text : '',
    [forChildren(agent, 'time')]: time && 'text' in time ? time.text : '',
    [`ls /proc/${box}/ns`]: links,
  })
  const [pid, other] = judge(theBox, facts, found)
  t.match(pid?.verdict, {
    fact: 'namespaces_for_children.pid',
    outcome: 'fail',
    message: /^process box has no child yet: /,
  })
  t.match(other?.verdict, { fact: 'namespaces_for_children.time', outcome: 'pass' }, 'the other one is known')

  const without = readings('running', {
    [forChildren(box, 'pid')]: { errno: 'ENOENT', message: 'no such file or directory' },
    [`ls /proc/${box}/ns`]: links.replace('pid_for_children\n', ''),
  })
  const [lacking] = judge(theBox, { namespaces_for_children: expect.fields({ pid: expect.own }) }, without)
  t.equal(lacking?.verdict.outcome, 'unsupported', 'a kernel that has no such link')
})

t.test('a namespace that a file keeps is compared with those of a process and of the machine', async t => {
  const kept: Subject = { kind: 'namespace', which: '/run/ns/box' }
  const bound = { ...bindings, 'namespace /run/ns/box': { pid: agent, path: '/root/run/ns/box' } }
  const source = `lsns /proc/${agent}/root/run/ns/box`
  const [row = ''] = recorded('host/namespaces').split('\n')
  const found = readings('running', { [source]: row })
  const facts = { identity: expect.fields({ uts: expect.sameAs('box') }), owner: expect.sameAs('host') }
  const [identity, owner] = judge(kept, facts, found, { bound })
  t.match(identity?.verdict, { fact: 'identity.uts', outcome: 'pass', expected: /uts:\[4026532176\]/ })
  t.same(
    identity?.verdict.evidence.map(({ excerpt }) => excerpt),
    ['4026532176 uts 0 0 4026531837', 'uts:[4026532176]'],
  )
  t.match(owner?.verdict, { fact: 'owner', outcome: 'pass', observed: /shared with the machine/ })
  const wrong = {
    identity: expect.fields({ uts: expect.sameAs('host'), net: expect.not(expect.sameAs('host')) }),
  }
  t.same(
    judge(kept, wrong, found, { bound }).map(({ verdict }) => verdict.outcome),
    ['fail', 'fail'],
    'what it is not is not its own either',
  )
})

t.test('a program that the machine lacks, or that its kernel does not answer, is unsupported', async t => {
  const chain: Subject = { kind: 'nft', chain: 'ip nat prerouting' }
  const source = 'nsenter --target 7 --net nft list ruleset'
  const bound = { [`nft ${chain.chain}`]: { pid: 7, name: chain.chain } }
  const judged = (errno: string, message: string, facts = { hook: expect.equal('prerouting') }) =>
    judge(chain, facts, [{ source, errno, message }], { bound })[0]
  t.match(judged('ENOENT', 'execve nft: ENOENT'), {
    verdict: { outcome: 'unsupported', message: 'this machine has no program nft, which shows it' },
    reason: { kind: 'unsupported', code: 'no-program' },
  })
  const said = 'src/mnl.c:64: Unable to initialize Netlink socket: Protocol not supported'
  t.match(judged('EIO', `nft list ruleset ended with status 1: ${said}`), {
    verdict: { outcome: 'unsupported', message: /^this kernel lacks what nft needs/ },
  })
  t.match(judged('ENOENT', 'setns /proc/7/ns: ENOENT'), { verdict: { outcome: 'error' } })
  t.match(judged('EPERM', 'nft list ruleset ended with status 1: Operation not permitted'), {
    verdict: { outcome: 'error' },
  })
})
