import t from 'tap'
import { parseLab } from '../../src/lab/parse-lab.ts'
import { proposeLab, type Scenery } from '../../src/lab/proposal.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { hostileTexts } from './hostile-text.ts'

const shared = { pid: 'pid:[1]', uts: 'uts:[2]', mnt: 'mnt:[3]' }
const before: Scenery = {
  cgroups: [{ path: '/sys/fs/cgroup/terminal', files: {} }],
  processes: [{ pid: 1, start: 1, cgroup: '/sys/fs/cgroup/agent', namespaces: shared }],
  mounts: ['22 1 0:21 / /proc rw,relatime shared:1 - proc proc rw'],
  links: ['lo'],
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
  links: ['lo', 'br0'],
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
      [{ kind: 'link', name: 'br0' }, ['exists true']],
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

t.test('of nothing there is still a lab', async t => {
  t.match(propose(before), { run: 'true\n', expect: [{ subject: { kind: 'exit' } }] })
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
