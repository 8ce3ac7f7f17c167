import t from 'tap'
import { reasonOf } from '../../src/attempt/reason.ts'
import type { Reading } from '../../src/evidence/reading.ts'
import type { Expectation } from '../../src/lab/lab.ts'
import { CallFailed } from '../../src/protocol/client.ts'
import type { CallError, Do } from '../../src/protocol/message.ts'
import { nodeRuntime } from '../../src/runtime/node.ts'
import type { Subject } from '../../src/subject/subject.ts'
import { judgeStep } from '../../src/verdict/judge.ts'
import { checkWords, failureWords } from '../../src/verdict/words.ts'
import { recorded } from '../kernel/fixture.ts'
import {
  box,
  check,
  evidence,
  expect,
  lab,
  readings,
  sample,
  step,
  stepEvidence,
} from '../verdict/recorded.ts'
import type { Mistake } from './mistake.ts'

interface LearnerMistake extends Mistake {
  /** What was asked, and what a kernel said. */
  readonly told: () => string | Promise<string>
}

const group = (path: string): Subject => ({ kind: 'cgroup', path })
const theBox: Subject = { kind: 'process', select: { name: 'box' } }
const bound = {
  'cgroup mygroup': { cgroup: '/sys/fs/cgroup/mygroup' },
  'cgroup mygroup/bare': { cgroup: '/sys/fs/cgroup/mygroup/bare' },
  'cgroup nope': { cgroup: '/sys/fs/cgroup/nope' },
  'process box': { pid: box },
  'process other': { pid: box },
}

interface Seen {
  readonly bindings?: Parameters<typeof sample>[0]
  readonly step?: Parameters<typeof stepEvidence>[0]
}

/** A failed check, as reports print it. */
function judged(
  subject: Subject,
  facts: Record<string, Expectation>,
  found: readonly Reading[],
  { bindings, ...seen }: Seen = {},
): string {
  const asked = step([check(subject, facts)])
  const done = stepEvidence({ ...seen.step, samples: [sample({ ...bound, ...bindings }, found)] })
  const context = { lab: lab([asked]), machine: evidence([]).machine, earlier: new Map() }
  const [verdict] = judgeStep(asked, done, context)
  if (!verdict) throw new Error('no verdict')
  return withRemedy(`${checkWords(verdict)}\n${failureWords(verdict)}`, verdict.reason?.remedy)
}

/** A refused call, as reports print it; `around` are files as they were right after it. */
async function refused(call: Do, error: CallError, around: Record<string, string> = {}): Promise<string> {
  const texts: Record<string, string> = { '/proc/self/mountinfo': recorded('host/mountinfo'), ...around }
  const { message, remedy } = await reasonOf(new CallFailed(call, error), {
    runtime: nodeRuntime,
    look: async sources =>
      sources.map(source => {
        const text = 'path' in source ? texts[source.path] : undefined
        return text === undefined ? { errno: 'ENOENT', message: 'no such file or directory' } : { text }
      }),
  })
  return withRemedy(message, remedy)
}

const withRemedy = (message: string, remedy: string | undefined) =>
  remedy === undefined ? message : `${message}\n${remedy}`

const inGroup = (name: string) => `/sys/fs/cgroup/mygroup/${name}`
const controllers = { [inGroup('cgroup.controllers')]: 'cpuset cpu io memory pids\n' }
const ended = { code: 0, signal: null }

const mistakes: readonly LearnerMistake[] = [
  {
    done: 'wrote 128 MiB to memory.max where the task said 64 MiB',
    told: () =>
      judged(group('mygroup'), { 'memory.max': expect.equal(2 ** 27, '128MiB') }, readings('limit')),
    says: ['cgroup mygroup: memory.max is 128MiB', 'expected 128MiB, the kernel says 64MiB (67108864)'].join(
      '\n',
    ),
    do: 'write the size that the task asks for to memory.max',
  },
  {
    done: 'forgot to make the cgroup, or made it elsewhere',
    told: () => judged(group('nope'), { 'memory.max': expect.equal(2 ** 26, '64MiB') }, readings('limit')),
    says: ['cgroup nope: memory.max is 64MiB', 'there is no cgroup /sys/fs/cgroup/nope'].join('\n'),
    do: 'make the directory /sys/fs/cgroup/nope',
  },
  {
    done: 'made a child cgroup without enabling the memory controller in its parent',
    told: () =>
      judged(group('mygroup/bare'), { 'memory.max': expect.equal(2 ** 26, '64MiB') }, readings('bare')),
    says: [
      'cgroup mygroup/bare: memory.max is 64MiB',
      '/sys/fs/cgroup/mygroup/bare has no memory.max, because the memory controller is not enabled in cgroup.subtree_control of /sys/fs/cgroup/mygroup',
    ].join('\n'),
    do: 'enable the memory controller in cgroup.subtree_control of the parent',
  },
  {
    done: 'left --net out of unshare',
    told: () => judged(theBox, { namespaces: expect.fields({ net: expect.own }) }, readings('running')),
    says: [
      'process box: namespaces.net is own',
      'expected own, the kernel says shared with the machine, net:[4026531840]',
    ].join('\n'),
    do: 'give the process a network namespace of its own',
  },
  {
    done: 'started a process that ended at once',
    told: () =>
      judged(theBox, { cgroup: expect.equal('mygroup') }, readings('ended'), {
        bindings: { 'process box': { missing: 'box has ended (exit code 0)' } },
        step: { exits: { box: ended } },
      }),
    says: ['process box: cgroup is mygroup', 'box has ended (exit code 0)'].join('\n'),
    do: 'start a program that keeps running, such as sleep 1000',
  },
  {
    done: 'compared with a process that has ended',
    told: () =>
      judged(
        { kind: 'process', select: { name: 'other' } },
        { namespaces: expect.fields({ pid: expect.sameAs('box') }) },
        readings('running'),
        {
          bindings: { 'process box': { missing: 'box has ended (exit code 0)' } },
          step: { exits: { box: ended } },
        },
      ),
    says: ['process other: namespaces.pid is the same as box', 'box has ended (exit code 0)'].join('\n'),
    do: 'keep box running until the step is over',
  },
  {
    done: 'used unshare --pid without --fork',
    told: () =>
      judged(
        theBox,
        { namespaces_for_children: expect.fields({ pid: expect.own }) },
        readings('running', {
          [`readlink /proc/${box}/ns/pid_for_children`]: {
            errno: 'ENOENT',
            message: 'no such file or directory',
          },
          [`ls /proc/${box}/ns`]: 'pid\npid_for_children\n',
        }),
      ),
    says: [
      'process box: namespaces_for_children.pid is own',
      'process box has no child yet: it has unshared its PID namespace, and the namespace for its children begins to exist with the first of them',
    ].join('\n'),
    do: 'let box start a child, or add --fork',
  },
  {
    done: 'moved a process into a cgroup that enables controllers for its children',
    told: () =>
      refused(
        'start',
        {
          errno: 'EBUSY',
          syscall: 'write',
          path: inGroup('cgroup.procs'),
          text: '0',
          message: 'EBUSY: resource busy or locked, write',
        },
        { ...controllers, [inGroup('cgroup.subtree_control')]: 'memory pids\n' },
      ),
    says: [
      '/sys/fs/cgroup/mygroup enables controllers for its children (memory, pids), so it cannot have processes of its own: the no-internal-processes rule (EBUSY)',
      'Put the process into a cgroup below it, or disable them: echo "-memory -pids" > /sys/fs/cgroup/mygroup/cgroup.subtree_control',
    ].join('\n'),
    do: 'use a cgroup below it for the process',
  },
  {
    done: 'allowed a burst that is larger than the quota',
    told: () =>
      refused(
        'write',
        {
          errno: 'EINVAL',
          syscall: 'write',
          path: inGroup('cpu.max.burst'),
          text: '50000',
          message: 'EINVAL: invalid argument, write',
        },
        { ...controllers, [inGroup('cpu.max')]: '20000 100000\n' },
      ),
    says: [
      'cpu.max.burst can be at most the quota in cpu.max: 50ms was written, and the quota is 20ms (EINVAL)',
      'Write at most 20ms to cpu.max.burst, or raise the quota in cpu.max first.',
    ].join('\n'),
    do: 'write a smaller burst, or a larger quota first',
  },
  {
    done: 'limited a disk that the machine does not have',
    told: () =>
      refused(
        'write',
        {
          errno: 'ENODEV',
          syscall: 'write',
          path: inGroup('io.max'),
          text: '8:0 rbps=1048576',
          message: 'ENODEV: no such device, write',
        },
        {
          ...controllers,
          '/proc/partitions': 'major minor  #blocks  name\n\n 254        0     309820 vda\n',
        },
      ),
    says: [
      'there is no disk 8:0; this machine has 254:0 (vda) (ENODEV)',
      'Name a whole disk, not a partition, by its MAJ:MIN: lsblk --nodeps',
    ].join('\n'),
    do: 'write 254:0 instead of 8:0',
  },
]

t.test('ten mistakes of learners, and what they read', async t => {
  t.equal(mistakes.length, 10)
  for (const { done, says, told } of mistakes) t.equal(await told(), says, done)
})
