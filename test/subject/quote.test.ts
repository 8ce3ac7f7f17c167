import t from 'tap'
import type { Quoted } from '../../src/kernel/quote.ts'
import { type SubjectKind, subjects } from '../../src/subject/subject.ts'
import { recorded } from '../kernel/fixture.ts'

interface Row {
  readonly of: SubjectKind
  readonly fact: string
  /** Recorded texts of its sources. */
  readonly files: readonly string[]
  readonly quoted?: Partial<Quoted>
  /** What evidence shows. */
  readonly says: readonly string[]
}

const row = (
  of: SubjectKind,
  fact: string,
  file: string | readonly string[],
  says: string | readonly string[],
  quoted: Partial<Quoted> = {},
): Row => ({ of, fact, files: [file].flat(), says: [says].flat(), quoted })

const field = (field: string) => ({ field })
const named = (name: string) => ({ binding: { name } })
const mounted = (path: string) => ({ binding: { path } })

/** Lines of a recorded text that begin with these words. */
const lines = (file: string, ...starts: string[]) =>
  starts
    .map(
      start =>
        recorded(file)
          .split('\n')
          .find(line => line.startsWith(start)) ?? `no line ${start}`,
    )
    .join('\n')

const status = (start: string) => lines('proc/status', start)

const rows: readonly Row[] = [
  row('process', 'exists', 'proc/status', status('State:')),
  row('process', 'alive', 'proc/status', status('State:')),
  row('process', 'state', 'proc/status', status('State:')),
  row('process', 'name', 'proc/status', status('Name:')),
  row('process', 'pid', 'proc/status', status('NSpid:'), field('inside')),
  row('process', 'parent', 'proc/status', status('PPid:')),
  row('process', 'threads', 'proc/status', status('Threads:')),
  row('process', 'memory', 'proc/status', status('VmRSS:')),
  row('process', 'processes', 'proc/list', '1\n8'),
  row('process', 'uid', 'proc/status', status('Uid:'), field('effective')),
  row('process', 'gid', 'proc/status', status('Gid:'), field('real')),
  row('process', 'capabilities', 'proc/status', status('CapEff:')),
  row('process', 'bounding_capabilities', 'proc/status', status('CapBnd:')),
  row('process', 'ambient_capabilities', 'proc/status', status('CapAmb:')),
  row('process', 'groups', 'proc/status-handlers', lines('proc/status-handlers', 'Groups:')),
  row(
    'process',
    'signals',
    'proc/status-handlers',
    lines('proc/status-handlers', 'SigPnd:', 'ShdPnd:'),
    field('pending'),
  ),
  row(
    'process',
    'signals',
    'proc/status-handlers',
    lines('proc/status-handlers', 'SigCgt:'),
    field('caught'),
  ),
  row('process', 'open_files', 'proc/fd', recorded('proc/fd').split('\n')[3] ?? '', field('2')),
  row('process', 'no_new_privs', 'proc/status', status('NoNewPrivs:')),
  row('process', 'seccomp', 'proc/status', status('Seccomp:')),
  row(
    'process',
    'user',
    ['proc/status', 'proc/uid_map'],
    [status('Uid:'), recorded('proc/uid_map').trimEnd()],
  ),
  row(
    'process',
    'group',
    ['proc/status', 'proc/gid_map'],
    [status('Gid:'), recorded('proc/gid_map').trimEnd()],
  ),
  row('process', 'uid_map', 'proc/uid_map-two', recorded('proc/uid_map-two').split('\n')[1] ?? '', {
    elements: [1],
  }),
  row('process', 'cgroup', 'hybrid/cgroup', lines('hybrid/cgroup', '0::')),
  row('process', 'limits', 'proc/limits-set', lines('proc/limits-set', 'Max open files'), field('nofile')),
  row('process', 'environment', 'proc/environ', 'GREETING=hello world', field('GREETING')),
  row('process', 'command', 'proc/cmdline', 'sleep 1000'),
  row('process', 'mounts', 'proc/mountinfo', recorded('proc/mountinfo').split('\n')[3] ?? '', {
    elements: [3],
  }),
  row('process', 'links', 'net/box.json', '[{"ifname":"lo"},{"ifname":"veth1"},{"ifname":"veth0"}]'),
  row(
    'process',
    'time_offsets',
    'proc/timens_offsets',
    lines('proc/timens_offsets', 'monotonic'),
    field('monotonic'),
  ),
  row(
    'process',
    'ipc',
    ['proc/sysvipc-shm-used', 'proc/sysvipc-sem-used', 'proc/sysvipc-msg-used'],
    recorded('proc/sysvipc-sem-used'),
    field('semaphores'),
  ),
  row('mount', 'type', 'proc/mountinfo', mountLine('/proc'), mounted('/proc')),
  row('mount', 'options', 'proc/mountinfo', mountLine('/proc'), mounted('/proc')),
  row('mount', 'propagation', 'proc/mountinfo', mountLine('/proc'), mounted('/proc')),
  row('link', 'exists', 'net/host.json', '[{"ifname":"br0"}]', named('br0')),
  row('link', 'mtu', 'net/host.json', '[{"ifname":"lo","mtu":65536}]', named('lo')),
  row('link', 'state', 'net/host.json', '[{"ifname":"br0","operstate":"UP"}]', named('br0')),
  row('link', 'master', 'net/host.json', '[{"ifname":"v0","master":"br0"}]', named('v0')),
  row('link', 'mac', 'net/box.json', '[{"ifname":"veth0","address":"e2:f9:37:6b:b9:9f"}]', named('veth0')),
  row(
    'link',
    'rx',
    'net/link-counters.json',
    '[{"ifname":"d2","stats64":{"rx":{"bytes":0,"packets":0,"errors":0,"dropped":0,"over_errors":0,"multicast":0},"tx":{"bytes":0,"packets":0,"errors":0,"dropped":0,"carrier_errors":0,"collisions":0}}}]',
    named('d2'),
  ),
  row('route', 'via', 'net/routes.json', '[{"dst":"default","gateway":"fd00::2"}]', named('::/0')),
  row(
    'neighbour',
    'state',
    'net/neighbours.json',
    '[{"dst":"10.0.0.55","state":["FAILED"]}]',
    named('10.0.0.55'),
  ),
  row('nft', 'rules', 'net/ruleset', 'jump sub', { ...named('ip nat output'), elements: [1] }),
  row(
    'nft',
    'policy',
    'net/ruleset',
    'type filter hook forward priority filter; policy drop;\nct state established,related accept',
    named('inet filter forward'),
  ),
  row(
    'socket',
    'listening',
    ['net/udp', 'net/udp6'],
    [lines('net/udp', '   sl', '  277:').replaceAll(/ +(?=\n|$)/g, ''), lines('net/udp6', '  sl').trimEnd()],
    { binding: { name: 'udp', path: '5353' } },
  ),
  row('cgroup', 'memory.stat', 'cgroup/memory.stat', lines('cgroup/memory.stat', 'anon '), field('anon')),
  row('cgroup', 'memory.events', 'cgroup/memory.events', lines('cgroup/memory.events', 'oom '), field('oom')),
  row(
    'cgroup',
    'cpu.stat',
    'cgroup/cpu.stat',
    lines('cgroup/cpu.stat', 'nr_throttled'),
    field('nr_throttled'),
  ),
  row('cgroup', 'cpu.pressure', 'cgroup/cpu.pressure', lines('cgroup/cpu.pressure', 'full'), field('full')),
  row('cgroup', 'io.stat', 'cgroup/io.stat', lines('cgroup/io.stat', firstWord('cgroup/io.stat')), {
    field: firstWord('cgroup/io.stat'),
  }),
  row(
    'cgroup',
    'cgroup.events',
    'cgroup/cgroup.events',
    lines('cgroup/cgroup.events', 'frozen'),
    field('frozen'),
  ),
  row('cgroup', 'memory.max', 'cgroup/memory.max', recorded('cgroup/memory.max')),
  row('host', 'memory', 'host/meminfo', lines('host/meminfo', 'MemTotal:')),
  row('host', 'memory_available', 'host/meminfo', lines('host/meminfo', 'MemAvailable:')),
  row(
    'file',
    'content',
    'host/meminfo',
    lines('host/meminfo', 'Buffers:'),
    spanOf('host/meminfo', 'Buffers'),
  ),
  row('output', 'text', 'host/meminfo', lines('host/meminfo', 'Buffers:'), spanOf('host/meminfo', 'Buffers')),
]

t.test('evidence quotes the piece that the fact came from', async t => {
  for (const { of, fact, files, says, quoted } of rows) {
    const pieces = subjects[of].facts[fact]?.quote(files.map(recorded), { binding: {}, ...quoted })
    t.same(
      pieces?.map(({ text }) => text),
      says,
      `${of}: ${fact}${quoted?.field ? `.${quoted.field}` : ''}`,
    )
  }
})

t.test('a link that is not there is shown by the names of those that are', async t => {
  const pieces = subjects.link.facts.exists?.quote([recorded('net/box.json')], { binding: { name: 'eth0' } })
  t.equal(pieces?.[0]?.text, '[{"ifname":"lo"},{"ifname":"veth1"},{"ifname":"veth0"}]')
})

t.test('of several matches each line is shown once, and a long line around the match', async t => {
  const quote = subjects.file.facts.content?.quote
  const spans = [
    { from: 2, to: 3 },
    { from: 0, to: 1 },
    { from: 8, to: 9 },
  ]
  t.same(quote?.(['a b\nc d\ne f\n'], { binding: {}, spans }), [{ source: 0, text: 'a b\ne f', at: 2 }])
})

function mountLine(target: string): string {
  return (
    recorded('proc/mountinfo')
      .split('\n')
      .findLast(line => line.split(' ')[4] === target) ?? ''
  )
}

function firstWord(file: string): string {
  return recorded(file).split(' ')[0] ?? ''
}

function spanOf(file: string, word: string) {
  const from = recorded(file).indexOf(word)
  return { spans: [{ from, to: from + word.length }] }
}
