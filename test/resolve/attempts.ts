import { readFileSync } from 'node:fs'
import { decodeKept, encodeKept, type Kept } from '../../src/evidence/codec.ts'
import type { Lab } from '../../src/lab/lab.ts'
import type { Machine } from '../../src/machine/machine.ts'
import { attempted, labOf, typing } from '../attempt/actor/hand/by-hand.ts'

/** What somebody does by hand: steps of a lab, and lines that are typed. */
interface HandAttempt {
  readonly steps: readonly object[]
  readonly lines: Readonly<Record<string, readonly string[]>>
}

const box = (score: number) =>
  `( echo 0 > /sys/fs/cgroup/group/cgroup.procs; echo ${score} > /proc/self/oom_score_adj; exec unshare --uts sleep 1000 ) &`

const refusedFork =
  "(echo 0 > /sys/fs/cgroup/group/cgroup.procs; exec python3 -c 'import os; os.fork()' 2>/dev/null)"

/** By the name of the file that has the evidence. */
const handAttempts = {
  /** Two decoys and two that are right; then a third one, which alone is right for both steps. */
  decoys: {
    steps: [
      { id: 'box', as: 'box', expect: [{ process: 'box', namespaces: { uts: 'own' }, cgroup: 'group' }] },
      { id: 'score', expect: [{ process: 'box', oom_score_adj: 500 }] },
    ],
    lines: {
      box: [
        'mkdir /sys/fs/cgroup/group',
        'unshare --uts sleep 1000 &',
        '( echo 0 > /sys/fs/cgroup/group/cgroup.procs; exec sleep 1000 ) &',
        box(1),
        box(2),
      ],
      score: [box(500)],
    },
  },
  /** Two names that are compared, and the child of one. */
  pair: {
    steps: [
      { id: 'first', as: 'first', expect: [{ process: 'first', namespaces: { net: 'own' } }] },
      {
        id: 'second',
        as: 'second',
        expect: [
          { process: 'second', namespaces: { net: { 'same-as': 'first' }, uts: 'shared' } },
          { process: { 'child-of': 'second' }, command: 'sleep 333' },
        ],
      },
    ],
    lines: {
      first: ['unshare --net sleep 1001 &', 'unshare --net sleep 1002 &'],
      second: ["nsenter --target $! --net sh -c 'sleep 333; true' &"],
    },
  },
  /** A process is started, killed, and started again. */
  again: {
    steps: [
      { id: 'box', as: 'box', expect: [{ process: 'box', command: 'sleep 444' }] },
      { id: 'score', expect: [{ process: 'box', oom_score_adj: 500 }] },
      { id: 'gone', expect: [{ process: 'box', exists: false, depends: 'box/1' }] },
    ],
    lines: {
      box: ['sleep 444 &', 'kill $!', 'sleep 444 &'],
      score: ['echo 500 > /proc/$!/oom_score_adj'],
      gone: ['kill $!'],
    },
  },
  /** A command that is wrong, one that is right, and one that looks around; a counter that grew before. */
  commands: {
    steps: [
      {
        id: 'say',
        expect: [{ exit: 3 }, { output: 'stdout', text: 'right' }],
      },
      {
        id: 'grow',
        expect: [{ cgroup: 'group', 'pids.events': { max: { 'grown-by': 1 } } }],
      },
    ],
    lines: {
      say: ['echo wrong', '(echo right; exit 3)', 'ls /'],
      grow: ['mkdir /sys/fs/cgroup/group; echo 1 > /sys/fs/cgroup/group/pids.max', refusedFork, refusedFork],
    },
  },
  /** What lasts for a while: a process in the foreground, and a state that must hold. */
  moments: {
    steps: [
      {
        id: 'brief',
        as: 'box',
        expect: [
          { process: 'box', when: 'ever', namespaces: { uts: 'own' } },
          { exit: 3, of: 'box' },
        ],
      },
      { id: 'held', expect: [{ cgroup: 'group', when: { holds: '2s' }, 'pids.max': 7 }] },
    ],
    lines: {
      brief: ["unshare --uts sh -c 'sleep 4; exit 3'"],
      held: ['mkdir /sys/fs/cgroup/group', 'echo 7 > /sys/fs/cgroup/group/pids.max'],
    },
  },
} satisfies Readonly<Record<string, HandAttempt>>

export type HandAttemptName = keyof typeof handAttempts

export const handAttemptNames = Object.keys(handAttempts) as HandAttemptName[]

export const handAttemptFile = (name: HandAttemptName) => `test/fixtures/evidence/hand/${name}.evidence.json`

/** Performs an attempt in a machine. The steps are not kept, since they follow from the record. */
export async function performHand(name: HandAttemptName, machine: Machine) {
  const { steps, lines } = handAttempts[name]
  const lab = labOf(steps)
  const { evidence, outcomes } = await attempted(lab, typing(lines), machine)
  return { outcomes, text: encodeKept({ lab, evidence: { ...evidence, steps: [] } }) }
}

export const recordedHand = (name: HandAttemptName): Kept<Lab> =>
  decodeKept<Lab>(readFileSync(handAttemptFile(name), 'utf8'))
