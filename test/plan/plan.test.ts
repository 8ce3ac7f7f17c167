import { spawnSync } from 'node:child_process'
import t from 'tap'
import type { Lab, Step } from '../../src/lab/lab.ts'
import type { Operation } from '../../src/plan/operation.ts'
import { planLab } from '../../src/plan/plan.ts'
import { shellLine } from '../../src/plan/shell-line.ts'

const ground = { cgroup: '/sys/fs/cgroup', controllers: ['cpu', 'memory'], shell: 'bash' } as const
const at = { file: 'x.yaml', line: 1, column: 1 }

function step(given: Partial<Step>): Step {
  const place = { namespaces: [], limits: {}, ...given.in }
  return {
    id: 'one',
    text: 'One.',
    hints: [],
    run: 'true',
    timeout: 1000,
    expect: [],
    at,
    ...given,
    in: place,
  }
}

function lab(...steps: Step[]): Lab {
  const rest = {
    id: 'x',
    file: 'x.yaml',
    title: 'X',
    about: '',
    claims: [],
    needs: [],
    reads: [],
    timeout: 1000,
  }
  return { ...rest, vars: {}, seed: '1', steps }
}

const lines = (plan: ReturnType<typeof planLab>) =>
  plan.steps.map(({ operations }) => operations.map(shellLine))

t.test('limits are written and read back before the process is inside', async t => {
  const limits = { 'memory.max': { written: '64MiB', text: '67108864' } }
  const plan = planLab(
    lab(step({ as: 'box', in: { namespaces: [], cgroup: 'small', limits }, run: 'sleep 9' })),
    ground,
  )
  t.same(lines(plan)[0], [
    'mkdir /sys/fs/cgroup/small',
    'echo 67108864 > /sys/fs/cgroup/small/memory.max',
    'cat /sys/fs/cgroup/small/memory.max',
    '( echo 0 > /sys/fs/cgroup/small/cgroup.procs; exec sleep 9 ) &',
    '# read what the checks of one need',
  ])
})

t.test('a comment or several lines swallow nothing that is added to a started line', async t => {
  const own = (run: string, as?: string) =>
    shellLine(
      planLab(
        lab(step({ run, in: { namespaces: [], limits: {}, cgroup: 'a' }, ...(as !== undefined && { as }) })),
        ground,
      ).steps[0]?.operations[1] as Operation,
    )
  const enter = 'echo 0 > /sys/fs/cgroup/a/cgroup.procs'
  t.equal(own('echo a # b'), `(\n${enter}\necho a # b\n)`)
  t.equal(own('echo a#b; true'), `( ${enter}; echo a#b; true )`)
  const started = (run: string) =>
    shellLine(planLab(lab(step({ run, as: 'box' })), ground).steps[0]?.operations[0] as Operation)
  const lines = ['sleep 0 # a remark', 'cat <<end\na\nend', 'sleep 0;# a', 'echo a#b; sleep 0']
  for (const line of lines) {
    const { status, stderr } = spawnSync('bash', ['-c', `${started(line)}\nwait; echo done`], {
      encoding: 'utf8',
    })
    t.same([status, stderr], [0, ''], started(line))
    t.match(started(line), /&$/)
  }
  t.equal(started('sleep 1000'), 'sleep 1000 &')
})

t.test('parents of a nested cgroup pass their controllers down, and each is made once', async t => {
  const nested = (cgroup: string) => step({ in: { namespaces: [], limits: {}, cgroup } })
  const plan = planLab(lab(nested('a/b'), nested('a/c')), ground)
  t.same(
    lines(plan).map(all => all.slice(0, -2)),
    [
      [
        'mkdir /sys/fs/cgroup/a',
        "echo '+cpu +memory' > /sys/fs/cgroup/a/cgroup.subtree_control",
        'mkdir /sys/fs/cgroup/a/b',
      ],
      ['mkdir /sys/fs/cgroup/a/c'],
    ],
  )
})

t.test('limits of a later step ask the parents for what no step needed before', async t => {
  const limited = (...files: string[]) =>
    step({
      in: {
        namespaces: [],
        cgroup: 'a/b',
        limits: Object.fromEntries(files.map(file => [file, { written: '1', text: '1' }])),
      },
    })
  const plan = planLab(
    lab(limited('memory.max', 'memory.high', 'cgroup.freeze'), limited('memory.max', 'cpu.weight')),
    ground,
  )
  const enabled = plan.steps.map(({ operations }) =>
    operations.flatMap(operation => (operation.op === 'enable-controllers' ? [operation] : [])),
  )
  t.match(enabled, [
    [{ path: '/sys/fs/cgroup/a', controllers: ['cpu', 'memory'], needed: ['memory'] }],
    [{ path: '/sys/fs/cgroup/a', controllers: [], needed: ['cpu'] }],
  ])
  t.same(
    enabled.map(({ length }) => length),
    [1, 1],
  )
})

t.test('the groups that the plan makes are told, last made first', async t => {
  const plan = planLab(lab(step({ as: 'box', in: { namespaces: [], limits: {}, cgroup: 'a' } })), ground)
  t.same(plan.groups, ['/sys/fs/cgroup/a', '/sys/fs/cgroup/shell'])
})

t.test('a shell that is typed into holds its terminal, however it is started', async t => {
  const typed = step({ id: 'two', in: { namespaces: [], limits: {}, shell: 'box' }, run: 'ps' })
  const plan = planLab(lab(step({ as: 'box', run: 'cd / && bash' }), typed), ground)
  t.match(plan.steps[0]?.operations[0], { op: 'start', holdsTerminal: true })
  t.match(plan.steps[1]?.operations[0], { op: 'type', shell: 'box', script: 'ps' })
})

t.test('${cgroup} is filled in with the place the machine gives', async t => {
  const plan = planLab(lab(step({ run: 'mkdir ${cgroup}/mygroup\n' })), {
    ...ground,
    cgroup: '/sys/fs/cgroup/unit',
  })
  t.equal(lines(plan)[0]?.[0], 'mkdir /sys/fs/cgroup/unit/mygroup')
})

t.test('a check that must hold is looked at for as long as the longest says', async t => {
  const check = { subject: { kind: 'host' as const }, facts: {}, depends: [], points: 1, at }
  const holding = [2000, 500].map((ms, index) => ({
    ...check,
    id: `one/${index}`,
    when: { kind: 'holds' as const, for: ms },
  }))
  t.same(lines(planLab(lab(step({ expect: holding })), ground))[0]?.at(-1), 'sleep 2')
})
