import t from 'tap'
import type { Binding } from '../../../src/evidence/binding.ts'
import type { Source } from '../../../src/kernel/fact.ts'
import { Unreadable } from '../../../src/linux/unreadable.ts'
import { facts } from '../../../src/subject/process/facts.ts'
import { recorded } from '../../kernel/fixture.ts'

const read = (name: string, files: readonly string[], bound: Binding = { pid: 226 }) =>
  facts[name]?.parse(files.map(recorded), bound)

t.test('one process, two numbers', async t => {
  t.same(read('pid', ['proc/status']), { inside: 8, outside: 226 })
  t.same(read('pid', ['host/status']), { inside: 1, outside: 1 })
})

t.test('root inside is an ordinary user outside', async t => {
  t.same(read('user', ['proc/status', 'proc/uid_map']), { inside: 0, outside: 1000 })
  t.same(read('group', ['proc/status', 'proc/gid_map']), { inside: 0, outside: 1000 })
  t.same(read('user', ['host/status', 'host/uid_map']), { inside: 0, outside: 0 })
  t.same(read('user', ['proc/status-unmapped', 'proc/uid_map-two']), { inside: 65_534, outside: 0 })
  t.same(read('uid_map', ['proc/uid_map']), [{ inside: 0, outside: 1000, count: 1 }])
})

t.test('its parent and its children', async t => {
  t.equal(read('parent', ['proc/status']), 218)
  t.same(read('children', ['proc/children']), [284, 285])
  t.same(facts.children?.parse([''], {}), [])
  t.equal(
    facts.children?.sources.map(source => 'path' in source && source.path).join(),
    '/proc/{pid}/task/{pid}/children',
  )
})

t.test('the eight namespaces', async t => {
  const links = (file: string) =>
    Object.fromEntries(
      recorded(file)
        .trim()
        .split('\n')
        .map(line => line.split(' ') as [string, string]),
    )
  const linkOf = (file: string) => (source: Source) =>
    links(file)[('path' in source && source.path.split('/').at(-1)) || ''] ?? ''
  const sources = facts.namespaces?.sources ?? []
  const inside = facts.namespaces?.parse(sources.map(linkOf('proc/ns')), {}) as Record<string, string>
  const outside = facts.namespaces?.parse(sources.map(linkOf('host/ns')), {}) as Record<string, string>
  t.equal(Object.keys(inside).length, 8)
  t.equal(inside.pid, 'pid:[4026532179]')
  for (const name of Object.keys(inside)) t.not(inside[name], outside[name], name)
  const children = facts.namespaces_for_children
  t.same(children?.parse(children.sources.map(linkOf('proc/ns')), {}), {
    pid: 'pid:[4026532179]',
    time: 'time:[4026532232]',
  })
})

t.test('where it is', async t => {
  t.equal(read('cgroup', ['proc/cgroup']), '/mygroup')
  t.equal(read('cgroup_inside', ['proc/cgroup'], { pid: 226, cgroup: '/sys/fs/cgroup' }), '/mygroup')
  t.equal(read('cgroup', ['proc/cgroup'], { pid: 226, cgroup: '/sys/fs/cgroup' }), 'mygroup')
})

t.test('what it runs', async t => {
  t.equal(read('name', ['proc/status']), 'sleep')
  t.equal(read('command', ['proc/cmdline']), 'sleep 1000')
  t.equal(facts.command?.parse([''], {}), '')
  t.match(read('environment', ['proc/environ']), { GREETING: 'hello world', PWD: '/' })
  t.equal(read('state', ['proc/status']), 'sleeping')
  t.equal(read('memory', ['proc/status']), 1936 * 1024)
  t.equal(read('memory', ['proc/status-zombie']), 0)
  t.equal(read('oom_score_adj', ['proc/oom_score_adj']), 0)
  t.match(read('limits', ['proc/limits-set']), { nofile: { soft: 64 } })
})

t.test('what it does with signals', async t => {
  t.same(read('signals', ['proc/status-handlers']), {
    pending: ['SIGUSR1', 'SIG40'],
    blocked: ['SIGUSR1', 'SIGUSR2', 'SIG40'],
    ignored: ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGFPE'],
    caught: ['SIGTERM'],
  })
})

t.test('how it gets a CPU', async t => {
  t.equal(read('nice', ['proc/stat-handlers']), 7)
  t.equal(read('scheduling_policy', ['proc/stat-handlers']), 'SCHED_BATCH')
  t.same(read('cpus_allowed', ['proc/status-handlers']), [0])
})

t.test('what it has open', async t => {
  t.same(read('open_files', ['proc/fd']), {
    0: '/tmp/a "b\nc',
    1: 'pipe:[1931]',
    2: '/dev/null',
    3: '/etc/passwd',
    4: '/tmp/ready',
  })
})

t.test('a zombie is still there, and not alive', async t => {
  t.equal(read('exists', ['proc/status-zombie']), true)
  t.equal(read('alive', ['proc/status-zombie']), false)
  t.equal(read('alive', ['proc/status']), true)
})

t.test('what it may do', async t => {
  t.same(read('capabilities', ['proc/status-odd']), ['CAP_CHOWN', 'CAP_KILL'])
  t.same(read('bounding_capabilities', ['proc/status-odd']), ['CAP_CHOWN', 'CAP_KILL'])
  t.equal(read('permitted_capabilities', ['proc/status-handlers'])?.toString().includes('SYS_ADMIN'), false)
  t.same(read('inheritable_capabilities', ['proc/status-handlers']), ['CAP_KILL', 'CAP_NET_RAW'])
  t.same(read('ambient_capabilities', ['proc/status-handlers']), ['CAP_NET_RAW'])
  t.same(read('groups', ['proc/status-handlers']), [5, 24, 1000])
  t.same(read('groups', ['proc/status-odd']), [])
  t.equal(read('setgroups', ['proc/setgroups']), 'allow')
  t.equal(read('setgroups', ['proc/setgroups-deny']), 'deny')
  t.equal(read('no_new_privs', ['proc/status-odd']), true)
  t.equal(read('seccomp', ['proc/status']), 'disabled')
})

t.test('what it sees', async t => {
  t.equal(read('hostname', ['proc/hostname']), 'box')
  t.same(read('links', ['net/box.json']), ['lo', 'veth1', 'veth0'])
  t.equal(read('processes', ['proc/list']), 2)
  const mounts = read('mounts', ['proc/mountinfo']) as string[]
  t.equal(mounts.length, 11)
  t.ok(mounts.includes('/tmp/a b'))
  const used = ['shm', 'sem', 'msg'].map(kind => `proc/sysvipc-${kind}-used`)
  t.same(read('ipc', used), { shared_memory: 1, semaphores: 1, queues: 1 })
  t.same(read('time_offsets', ['proc/timens_offsets']), { monotonic: 1_000_000, boottime: 0 })
  t.equal(facts.root?.parse(['/\n'], {}), '/')
})

t.test('an empty text is never a value', async t => {
  const mayBeEmpty = [
    'exists',
    'children',
    'command',
    'environment',
    'executable',
    'root',
    'cwd',
    'hostname',
    'mounts',
    'uid_map',
    'gid_map',
  ]
  for (const [name, fact] of Object.entries(facts)) {
    if (!mayBeEmpty.includes(name))
      t.throws(
        () =>
          fact.parse(
            fact.sources.map(() => ''),
            {},
          ),
        Unreadable,
        name,
      )
  }
})
