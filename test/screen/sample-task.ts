import type { TaskView } from '../../src/learn/task-view.ts'
import type { FactVerdict, Outcome, Verdict } from '../../src/verdict/verdict.ts'

export const fact = (given: Partial<FactVerdict>): FactVerdict => ({
  fact: 'namespaces.pid',
  outcome: 'fail',
  asked: 'namespaces.pid is its own',
  expected: 'its own',
  observed: 'shared (4026531836)',
  message: 'expected its own, the kernel says shared (4026531836)',
  evidence: [{ source: '/proc/412/ns/pid', excerpt: 'pid:[4026531836]' }],
  ...given,
})

export const verdict = (outcome: Outcome, given: Partial<Verdict> = {}): Verdict => ({
  lab: 'namespace/pid',
  step: 'box',
  check: 'box',
  subject: 'process box',
  outcome,
  facts: [fact({ outcome })],
  points: 1,
  at: { file: 'pid.yaml', line: 1, column: 1 } as never,
  why: 'A process in a namespace of its own counts its children from 1.',
  ...given,
})

/** A learner in the middle of a lab: one check holds, one does not yet. */
export const sampleTask: TaskView = {
  lab: {
    id: 'namespace/pid',
    title: 'Processes are counted from one',
    about: 'What a container calls PID 1.',
  },
  place: { number: 3, of: 14 },
  steps: [
    { id: 'look', state: 'done' },
    { id: 'skipped', state: 'skipped' },
    { id: 'box', state: 'open' },
    { id: 'end', state: 'ahead' },
  ],
  step: {
    id: 'box',
    state: 'open',
    number: 3,
    text: 'A PID namespace numbers its processes from 1, whatever they are called outside.',
    task: 'Start a shell that is process 1 of a PID namespace of its own.',
    checks: [
      { state: 'open', verdict: verdict('fail') },
      {
        state: 'holds',
        verdict: verdict('pass', {
          check: 'limit',
          subject: 'cgroup mygroup',
          facts: [fact({ outcome: 'pass', asked: 'memory.max is 64MiB', observed: '64MiB (67108864)' })],
        }),
      },
    ],
    who: ['box is 412: unshare → bash'],
    hints: [],
    hintsLeft: 2,
  },
  isFinished: false,
  changed: {
    commands: 1,
    changes: [
      { sign: '+', text: 'process 412 (bash) has its own uts namespace', shown: '/proc/412/ns/uts' },
      { sign: '~', text: 'cgroup mygroup: memory.max 64MiB', shown: '/sys/fs/cgroup/mygroup/memory.max' },
    ],
  },
  notices: [],
  terminal: { number: 1, of: 1 },
}
