import t from 'tap'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { proposeLab, type Scenery } from '../../src/lab/proposal.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { hostileTexts } from './hostile-text.ts'

/** As `ip -j -d addr` prints links. */
function addresses(...links: readonly Record<string, unknown>[]): string {
  return JSON.stringify(
    links.map(link => ({
      link_type: 'ether',
      mtu: 1500,
      operstate: 'DOWN',
      flags: [],
      addr_info: [],
      ...link,
    })),
  )
}

const shared = { pid: 'pid:[1]', uts: 'uts:[2]', mnt: 'mnt:[3]' }
const before: Scenery = {
  cgroups: [{ path: '/sys/fs/cgroup/terminal', files: {} }],
  processes: [{ pid: 1, start: 1, cgroup: '/sys/fs/cgroup/agent', namespaces: shared }],
  mounts: ['22 1 0:21 / /proc rw,relatime shared:1 - proc proc rw'],
  links: addresses({ ifname: 'lo', link_type: 'loopback' }, { ifname: 'eth0' }),
  hostname: 'unboxed',
}
const after: Scenery = {
  cgroups: [
    ...before.cgroups,
    {
      path: '/sys/fs/cgroup/mine',
      files: {
        'memory.max': '67108864\n',
        'pids.max': 'max\n',
        'cpu.max': '20000 100000\n',
        'memory.oom.group': '1\n',
      },
    },
    { path: '/sys/fs/cgroup/mine/empty', files: { 'memory.max': 'max\n' } },
  ],
  processes: [
    ...before.processes,
    {
      pid: 9,
      start: 2,
      cgroup: '/sys/fs/cgroup/mine',
      namespaces: { ...shared, uts: 'uts:[9]', mnt: 'mnt:[8]' },
    },
  ],
  mounts: [...before.mounts, '40 1 0:50 / /mnt/a\\040b rw,relatime - tmpfs none rw'],
  links: addresses(
    { ifname: 'lo', link_type: 'loopback' },
    { ifname: 'eth0' },
    { ifname: 'br0', linkinfo: { info_kind: 'bridge' } },
  ),
  hostname: 'whale',
}

function propose(scene: Scenery, ...commands: string[]) {
  const text = proposeLab({
    commands,
    before,
    after: scene,
    cgroup: '/sys/fs/cgroup',
    schema: 'lab.schema.json',
  })
  const read = parseLab(text, { file: 'x.yaml', id: 'x', seed: '1' }, nodeRuntime)
  if ('problems' in read)
    throw new Error(`${text}\n${read.problems.map(({ message }) => message).join('\n')}`)
  return read.lab.steps[1]
}

t.test('what changed becomes checks, and what did not becomes none', async t => {
  const step = propose(after, 'mkdir /sys/fs/cgroup/mine', 'hostname whale')
  t.same(
    step?.expect.map(({ subject, facts }) => [
      subject,
      Object.entries(facts).map(([name, { text }]) => `${name} ${text}`),
    ]),
    [
      [
        { kind: 'cgroup', path: 'mine' },
        ['memory.max 67108864', 'memory.oom.group true', 'cpu.max quota 20000us, period 100000us'],
      ],
      [{ kind: 'process', select: { cgroup: 'mine' } }, ['namespaces uts own, mnt own']],
      [{ kind: 'cgroup', path: 'mine/empty' }, ['exists true']],
      [{ kind: 'mount', target: '/mnt/a b' }, ['type tmpfs']],
      [{ kind: 'link', name: 'br0' }, ['kind bridge']],
      [{ kind: 'host' }, ['hostname whale']],
    ],
  )
})

t.test('commands are kept as they were typed; where cgroups are is left to the machine', async t => {
  const step = propose(
    before,
    'echo "${HOME}" $$ > /sys/fs/cgroup/mine/cgroup.procs',
    '',
    '  indented: "yes" # no',
  )
  t.equal(step?.run, 'echo "${HOME}" $$ > ${cgroup}/mine/cgroup.procs\n\n  indented: "yes" # no\n')
})

t.test('two processes in a group are not one', async t => {
  const [box] = after.processes.slice(1)
  const step = propose({
    ...after,
    processes: [...after.processes, { ...box, pid: 10 } as typeof box & object],
  })
  t.notMatch(step?.expect, [{}, { subject: { kind: 'process' } }])
})

t.test('of nothing there is still a lab, and no check that could not fail', async t => {
  t.match(propose(before), { run: 'true\n', expect: { length: 0 } })
})

/** The checks of a step, as subject and facts. */
const checksOf = (step: ReturnType<typeof propose>) =>
  step?.expect.map(({ subject, facts }) => [
    subject,
    ...Object.entries(facts).map(([name, { text }]) => `${name} ${text}`),
  ])

t.test(
  'addresses, states and ports of links are kept, of new links and of those that were there',
  async t => {
    const address = (local: string, prefixlen: number) => ({ local, prefixlen })
    const scene = {
      ...before,
      links: addresses(
        { ifname: 'lo', link_type: 'loopback', flags: ['UP'], addr_info: [address('127.0.0.1', 8)] },
        {
          ifname: 'veth0',
          link: 'veth1',
          flags: ['UP'],
          linkinfo: { info_kind: 'veth' },
          mtu: 1400,
          master: 'br0',
          addr_info: [address('10.0.0.1', 24), address('fe80::1', 64)],
        },
      ),
    }
    t.same(checksOf(propose(scene)), [
      [{ kind: 'link', name: 'lo' }, 'up true', 'addresses 127.0.0.1/8'],
      [
        { kind: 'link', name: 'veth0' },
        ...['kind veth', 'up true', 'mtu 1400', 'addresses 10.0.0.1/24', 'master br0', 'peer veth1'],
      ],
      [{ kind: 'link', name: 'eth0' }, 'exists false'],
    ])
  },
)

t.test('what a process in namespaces of its own sees is kept', async t => {
  const [, box] = after.processes
  const inside = addresses(
    { ifname: 'lo', link_type: 'loopback', mtu: 65536 },
    { ifname: 'eth0', linkinfo: { info_kind: 'veth' }, flags: ['UP'] },
  )
  const process = { ...box, hostname: 'whale', links: inside } as (typeof after.processes)[number]
  const step = propose({
    ...before,
    cgroups: after.cgroups.slice(0, 2),
    processes: [...before.processes, process],
  })
  const select = { cgroup: 'mine' }
  t.same(checksOf(step)?.slice(1), [
    [{ kind: 'process', select }, 'namespaces uts own, mnt own', 'hostname whale'],
    [{ kind: 'link', name: 'eth0', of: select }, 'kind veth', 'up true'],
  ])
})

t.test('of two mounts on one target there is one check', async t => {
  const mount = (id: number, type: string) => `${id} 1 0:50 / /mnt rw,relatime - ${type} none rw`
  const step = propose({ ...before, mounts: [...before.mounts, mount(40, 'tmpfs'), mount(41, 'ramfs')] })
  t.same(checksOf(step), [[{ kind: 'mount', target: '/mnt' }, 'type ramfs']])
})

t.test('whatever was typed is kept, and whatever it named is checked', async t => {
  for (const text of hostileTexts(500)) {
    const name = `a${text}`
    const step = propose(
      {
        ...before,
        mounts: [...before.mounts, `40 1 0:50 / ${escaped(`/${name}`)} rw - tmpfs none rw`],
        hostname: name,
      },
      ...text.split('\n'),
    )
    const [mount, host] = step?.expect ?? []
    const read = [step?.run, mount?.subject, host?.facts.hostname?.text]
    const wanted = [`${text}\n`, { kind: 'mount', target: `/${name}` }, name]
    if (JSON.stringify(read) !== JSON.stringify(wanted)) t.same(read, wanted, JSON.stringify(text))
  }
  t.pass('all of them')
})

/** As mountinfo has it. */
const escaped = (path: string) =>
  path.replace(/[ \t\n\\]/g, blank => `\\${blank.charCodeAt(0).toString(8).padStart(3, '0')}`)

t.test('a shell variable named cgroup is not the place of cgroups', async t => {
  t.equal(propose(before, 'mkdir ${cgroup}/x')?.run, 'mkdir ${cgroup-}/x\n')
})
