import { attemptOf, labHead, type RunEvent, stepHead } from '../../src/attempt/event.ts'
import { attemptId } from '../../src/evidence/attempt-id.ts'
import type { Evidence, StepEvidence } from '../../src/evidence/evidence.ts'
import type { Reason } from '../../src/evidence/reason.ts'
import type { Lab, Step } from '../../src/lab/lab.ts'
import { judgeLab } from '../../src/verdict/judge.ts'
import {
  agent,
  box,
  check,
  evidence,
  expect,
  lab,
  machine,
  ps,
  readings,
  sample,
  step,
  stepEvidence,
} from '../verdict/recorded.ts'

/** A lab, the evidence of an attempt at it, and the shell lines of its steps. */
export interface SampleRun {
  readonly lab: Lab
  readonly evidence: Evidence
  readonly lines: Readonly<Record<string, readonly { line: string; shell?: string }[]>>
  readonly ms: number
}

const at = (line: number, name: string) => ({ file: `labs/${name}.yaml`, line, column: 7 })
const bindings = {
  host: { pid: agent },
  'process box': { pid: box },
  'cgroup mygroup': { cgroup: '/sys/fs/cgroup/mygroup' },
  'cgroup small': { cgroup: '/sys/fs/cgroup/small' },
}
const both = { kind: 'process', select: { name: 'box' } } as const

/** Passes: two PIDs of one process. */
export const pid: SampleRun = {
  lab: lab(
    [
      step(
        [
          check(
            { kind: 'output', stream: 'stdout' },
            { lines: expect.equal(2), text: expect.pattern('\\bps aux$', 'm') },
            {
              id: 'look/1',
              why: 'A heading and one process: ps itself, while the machine runs dozens.',
              at: at(14, 'namespace/pid'),
            },
          ),
          check(
            { kind: 'exit' },
            { value: expect.fields({ code: expect.equal(0) }) },
            { id: 'look/2', at: at(17, 'namespace/pid') },
          ),
        ],
        { id: 'look', text: 'A PID namespace of its own, and a look at all processes from inside.' },
      ),
      step(
        [
          check(
            both,
            { pid: expect.fields({ inside: expect.equal(1), outside: expect.compare('>', 1) }) },
            {
              id: 'box/1',
              why: 'One process, two numbers. /proc/PID/status lists them all in its line NSpid: first the number out here, last the number in the innermost namespace.',
              at: at(25, 'namespace/pid'),
            },
          ),
          check(
            both,
            {
              namespaces: expect.fields({
                pid: expect.own,
                mnt: expect.own,
                net: expect.shared,
                user: expect.shared,
              }),
            },
            { id: 'box/2', points: 2, at: at(28, 'namespace/pid') },
          ),
          check(
            both,
            { hostname: expect.equal('inside'), cgroup: expect.equal('mygroup') },
            { id: 'box/3', at: at(30, 'namespace/pid') },
          ),
        ],
        {
          id: 'box',
          as: 'box',
          text: 'Now a process that stays, so that it can be looked at from both sides. `--fork` is needed because whoever calls unshare keeps its number: only its children live in the new namespace.',
        },
      ),
    ],
    {
      id: 'namespace/pid',
      file: 'labs/namespace/pid.yaml',
      title: 'A process that is number 1',
      about:
        'Containers have "their own processes". One command of util-linux does that, with no container engine anywhere.',
      claims: ['N2', 'N3'],
      reads: ['pid_namespaces(7)', 'unshare(1)'],
    },
  ),
  evidence: evidence([
    stepEvidence({
      id: 'look',
      output: { stdout: ps, stderr: '' },
      exit: { code: 0, signal: null },
      samples: [sample(bindings, [])],
    }),
    stepEvidence({ id: 'box', samples: [sample(bindings, readings('running'))] }),
  ]),
  lines: {
    look: [{ line: 'unshare --fork --pid --mount-proc ps aux' }],
    box: [
      { line: 'mkdir /sys/fs/cgroup/mygroup' },
      { line: 'echo 67108864 > /sys/fs/cgroup/mygroup/memory.max' },
      {
        line: "(\necho 0 > /sys/fs/cgroup/mygroup/cgroup.procs\nunshare --fork --pid --mount-proc --uts sh -c 'hostname inside\nexec sleep 1000'\n) &",
      },
    ],
  },
  ms: 1234,
}

const limitStep = (asked: number, text: string): Step =>
  step(
    [
      check(
        { kind: 'cgroup', path: 'mygroup' },
        { 'memory.max': expect.equal(asked, text) },
        {
          id: 'limit/1',
          why: 'The kernel keeps the limit in this file, rounded down to whole pages.',
          at: at(12, 'cgroup/memory-max'),
        },
      ),
      check(
        { kind: 'cgroup', path: 'mygroup' },
        { 'memory.swap.max': expect.equal(0) },
        {
          id: 'limit/2',
          depends: ['limit/1'],
          at: at(15, 'cgroup/memory-max'),
        },
      ),
      check(
        { kind: 'cgroup', path: 'nope' },
        { 'memory.max': expect.equal(1), 'pids.max': expect.equal(1) },
        {
          id: 'limit/3',
          points: 3,
          at: at(18, 'cgroup/memory-max'),
        },
      ),
    ],
    { id: 'limit', text: 'A cgroup is a directory; its limits are files in it.' },
  )

/** A failed check, a check that depends on it, and a missing cgroup. */
export const memoryMax: SampleRun = {
  lab: lab(
    [
      limitStep(2 ** 29, '512MiB'),
      step(
        [
          check(
            both,
            {
              namespaces: expect.fields({ pid: expect.own, net: expect.own }),
              cgroup: expect.not(expect.equal('mygroup')),
            },
            {
              id: 'box/1',
              at: at(25, 'cgroup/memory-max'),
            },
          ),
        ],
        { id: 'box', as: 'box', text: 'A process inside that group.' },
      ),
    ],
    {
      file: 'labs/cgroup/memory-max.yaml',
      about: '`docker run --memory 512m` ends as one number in one file. Write it by hand.',
      claims: ['C1'],
      vars: { limit: '512MiB' },
    },
  ),
  evidence: evidence([
    stepEvidence({
      id: 'limit',
      output: {
        stdout: Array.from({ length: 60 }, (_, n) => `line ${n + 1}\n`).join(''),
        stderr: '\u001b[31mnot red\u001b[0m\r\n',
      },
      exit: { code: 0, signal: null },
      samples: [sample({ ...bindings, 'cgroup nope': { cgroup: '/sys/fs/cgroup/nope' } }, readings('limit'))],
    }),
    stepEvidence({ id: 'box', samples: [sample(bindings, readings('running'))] }),
  ]),
  lines: {
    limit: [
      { line: 'mkdir /sys/fs/cgroup/mygroup', shell: 'shell' },
      { line: 'for n in 1 2 3; do\n  echo "$n" > /sys/fs/cgroup/mygroup/memory.max\ndone' },
    ],
    box: [
      {
        line: '( echo 0 > /sys/fs/cgroup/mygroup/cgroup.procs; exec unshare --fork --pid --mount-proc sleep 1000 ) &',
      },
    ],
  },
  ms: 2345,
}

const lost: Reason = {
  kind: 'error',
  code: 'machine-lost',
  message:
    'the VM ended: QEMU was killed by SIGKILL. Its last words: "Out of memory: Killed process 1 (tini)"',
  remedy: 'unboxed doctor',
}

/** The machine was lost in the middle. */
export const oomKill: SampleRun = {
  lab: lab(
    [
      step(
        [
          check(
            { kind: 'cgroup', path: 'small' },
            { 'memory.events': expect.fields({ oom_kill: expect.compare('>=', 1) }) },
            { id: 'kill/1', at: at(9, 'cgroup/oom-kill') },
          ),
        ],
        {
          id: 'kill',
          text: 'More memory than the group may have.',
        },
      ),
      step(
        [
          check(
            { kind: 'exit' },
            { value: expect.fields({ code: expect.equal(0) }) },
            { id: 'after/1', at: at(19, 'cgroup/oom-kill') },
          ),
        ],
        { id: 'after', text: 'Then nothing.' },
      ),
      step(
        [
          check(
            { kind: 'exit' },
            { value: expect.fields({ code: expect.equal(0) }) },
            { id: 'end/1', at: at(22, 'cgroup/oom-kill') },
          ),
        ],
        { id: 'end', text: 'Never.' },
      ),
    ],
    {
      id: 'cgroup/oom-kill',
      file: 'labs/cgroup/oom-kill.yaml',
      title: 'When memory runs out',
      about: 'It is the group that is out of memory.',
    },
  ),
  evidence: evidence(
    [
      stepEvidence({
        id: 'kill',
        exit: { code: null, signal: 'SIGKILL' },
        samples: [sample(bindings, readings('full'))],
      }),
      stepEvidence({ id: 'after', ended: lost }),
    ],
    { ended: lost, leaks: [{ kind: 'process', what: 'sleep (pid 412)' }] },
  ),
  lines: { kill: [{ line: "python3 -c 'bytearray(128 * 1024 * 1024)'" }], after: [{ line: 'true' }] },
  ms: 3456,
}

const noController: Reason = {
  kind: 'unsupported',
  code: 'needs-missing',
  message: 'this machine has no io controller',
  remedy: 'Run it in the VM.',
}

/** Unsupported: the machine cannot show it. */
export const ioMax: SampleRun = {
  lab: lab(
    [
      step(
        [
          check(
            { kind: 'exit' },
            { value: expect.fields({ code: expect.equal(0) }) },
            { id: 'io/1', at: at(9, 'cgroup/io-max') },
          ),
        ],
        { id: 'io' },
      ),
    ],
    {
      id: 'cgroup/io-max',
      file: 'labs/cgroup/io-max.yaml',
      title: 'Slow disks & <fast> ones # 1',
      about: '',
    },
  ),
  evidence: evidence([], { ended: noController }),
  lines: {},
  ms: 56,
}

const seed = '4711'

/** The events of one attempt. */
export function attemptEvents({ lab, evidence, lines, ms }: SampleRun, number = 1): RunEvent[] {
  const head = { lab: lab.id, seed, number }
  const attempt = attemptId(head)
  const verdicts = judgeLab(lab, evidence)
  const steps = lab.steps.flatMap(step => {
    const seen = evidence.steps.find(({ id }) => id === step.id)
    const own = verdicts.filter(verdict => verdict.step === step.id)
    return [
      ...(seen ? stepEvents(attempt, step, seen, lines[step.id] ?? []) : []),
      ...own.map((verdict): RunEvent => ({ type: 'verdict', attempt, verdict })),
    ]
  })
  const { ended, leaks } = evidence
  return [
    { type: 'attempt-start', attempt: { id: attempt, ...head } },
    { type: 'machine-ready', attempt, lab: labHead(lab), machine },
    ...steps,
    { type: 'attempt-end', attempt, ms, leaks, evidence, ...(ended ? { ended } : {}) },
  ]
}

function stepEvents(
  attempt: string,
  step: Step,
  { output, exit, ended, samples, startedAt, endedAt }: StepEvidence,
  lines: SampleRun['lines'][string],
): RunEvent[] {
  const of = { attempt, step: step.id }
  const ms = endedAt - startedAt
  return [
    { type: 'step-start', attempt, step: stepHead(step) },
    ...lines.map((line): RunEvent => ({ type: 'operation', ...of, ...line })),
    ...(['stdout', 'stderr'] as const).flatMap((stream): RunEvent[] =>
      output[stream] === '' ? [] : [{ type: 'output', ...of, stream, text: output[stream] }],
    ),
    { type: 'step-end', ...of, ms, ...(exit ? { exit } : {}), ...(ended ? { ended } : {}) },
    ...samples.map((sample): RunEvent => ({ type: 'sample', ...of, sample })),
  ]
}

interface RunShape {
  readonly repeat?: number
  readonly interrupted?: boolean
  /** Attempts run at once, and their events are interleaved; otherwise one runs after another. */
  readonly atOnce?: boolean
  /** Leaves events of attempts out. */
  readonly only?: (event: RunEvent) => boolean
}

/** A run of some labs. */
export function runEvents(
  labs: readonly SampleRun[],
  { repeat = 1, interrupted = false, atOnce = false, only = () => true }: RunShape = {},
): RunEvent[] {
  const attempts = Array.from({ length: repeat }, (_, round) =>
    labs.map(lab => attemptEvents(lab, round + 1)),
  ).flat()
  return [
    {
      type: 'run-start',
      labs: labs.map(({ lab }) => labHead(lab)),
      attempts: Object.fromEntries(labs.map(({ lab }) => [lab.id, repeat])),
      seed,
      machine: machine.description,
    },
    ...(atOnce ? interleaved(attempts) : attempts.flat()).filter(only),
    { type: 'run-end', ms: repeat * labs.reduce((sum, { ms }) => sum + ms, 0) + 100, interrupted },
  ]
}

/** Interleaves events round-robin. */
function interleaved(attempts: readonly RunEvent[][]): RunEvent[] {
  const longest = Math.max(...attempts.map(events => events.length))
  return Array.from({ length: longest }, (_, index) => attempts.flatMap(events => events[index] ?? [])).flat()
}

/** Runs by outcome. */
export const runs = {
  passing: () => runEvents([pid]),
  failing: () => runEvents([pid, memoryMax]),
  broken: () => runEvents([memoryMax, oomKill]),
  unsupported: () => runEvents([pid, ioMax]),
  interrupted: () =>
    runEvents([pid, memoryMax], {
      interrupted: true,
      only: event =>
        attemptOf(event)?.startsWith(pid.lab.id) === true ||
        ['attempt-start', 'machine-ready', 'step-start'].includes(event.type),
    }),
  repeated: () => runEvents([pid, memoryMax], { repeat: 2, atOnce: true }),
}
