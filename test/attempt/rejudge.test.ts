import t from 'tap'
import { newAttempt } from '../../src/attempt/attempt.ts'
import type { RunEvent } from '../../src/attempt/event.ts'
import { rejudge } from '../../src/attempt/rejudge.ts'
import type { Evidence } from '../../src/evidence/evidence.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import { labOf } from '../prove/lab-of.ts'

const lab = labOf(`
  - id: limit
    text: Limits first.
    in: {cgroup: box, limits: {pids.max: 20}}
    run: echo done
    expect: [{output: stdout, text: done}]
`)

const evidence: Evidence = {
  format: 3,
  attempt: newAttempt(lab).head,
  lab: { file: lab.file, digest: '' },
  machine: {
    name: 'vm',
    description: 'VM',
    release: '',
    node: '',
    cgroup: '/sys/fs/cgroup',
    controllers: [],
  },
  startedAt: '2026-01-01T00:00:00.000Z',
  steps: [
    {
      id: 'limit',
      operations: [
        { line: 'echo 20 > /sys/fs/cgroup/box/pids.max' },
        { line: 'cat /sys/fs/cgroup/box/pids.max', said: '20\n' },
        { line: 'echo done' },
      ],
      startedAt: 0,
      endedAt: 1,
      output: { stdout: 'done\n', stderr: '' },
      exit: { code: 0, signal: null },
      exits: {},
      samples: [{ at: 1, moment: 'end', bindings: {}, readings: [] }],
    },
  ],
  leaks: [],
}

const summary = { labs: [lab], attempts: { [lab.id]: 1 }, seed: 'one', machine: 'VM' }

t.test('a limit that was read back is reported where it was read, not as output of the step', async t => {
  const events: RunEvent[] = []
  await rejudge(summary, [{ lab, evidence }], nodeRuntime, event => events.push(event))
  const told = events.flatMap(event => {
    if (event.type === 'operation') return event.line
    return event.type === 'output' ? event.text : []
  })
  t.same(told, [
    'echo 20 > /sys/fs/cgroup/box/pids.max',
    'cat /sys/fs/cgroup/box/pids.max',
    '20\n',
    'echo done',
    'done\n',
  ])
  t.match(
    events.find(({ type }) => type === 'verdict'),
    { verdict: { outcome: 'pass' } },
  )
})

t.test('prose names cgroups by their path in that machine', async t => {
  const speaking = labOf(`
  - id: limit
    text: "Look into \${cgroup}/box."
    run: echo done
    expect: [{output: stdout, text: done, why: "It ran below \${cgroup}."}]
`)
  const events: RunEvent[] = []
  const machine = { ...evidence.machine, cgroup: '/sys/fs/cgroup/unboxed' }
  const lab = { ...speaking, about: 'All is in ${cgroup}.' }
  await rejudge(summary, [{ lab, evidence: { ...evidence, machine } }], nodeRuntime, event =>
    events.push(event),
  )
  const told = events.flatMap(event => {
    if (event.type === 'machine-ready') return event.lab.about
    if (event.type === 'step-start') return event.step.text
    return event.type === 'verdict' ? (event.verdict.why ?? '') : []
  })
  t.same(told, [
    'All is in /sys/fs/cgroup/unboxed.',
    'Look into /sys/fs/cgroup/unboxed/box.',
    'It ran below /sys/fs/cgroup/unboxed.',
  ])
})

t.test('what was not kept of an output is reported in its place', async t => {
  const [step] = evidence.steps as [Evidence['steps'][0]]
  const output = { stdout: 'firstlast', stderr: '', cut: { stdout: { at: 5, bytes: 100, lines: 3 } } }
  const events: RunEvent[] = []
  const steps = [{ ...step, operations: [], output }]
  await rejudge(summary, [{ lab, evidence: { ...evidence, steps } }], nodeRuntime, event =>
    events.push(event),
  )
  t.same(
    events.flatMap(event => (event.type === 'output' ? [[event.text, event.dropped]] : [])),
    [
      ['first', undefined],
      ['last', 100],
    ],
  )
})
