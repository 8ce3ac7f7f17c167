import type { LabProof, Proof, ProofCase, ProofKind } from '../../src/prove/proof.ts'

const at = { file: 'labs/2-cgroup/2-small.yaml', line: 12, column: 5 }
const passed = (proof: ProofKind, name: string, message = ''): ProofCase => ({
  proof,
  name,
  outcome: 'pass',
  message,
  at,
})

const proven: LabProof = {
  lab: { id: 'namespace/pid', file: 'labs/1-namespace/1-pid.yaml', title: 'A process that is number 1' },
  cases: [
    { ...passed('pristine', 'outside/1'), said: 'It is about the machine.' },
    passed('pristine', 'box/1', 'no process was started as box'),
    passed('reference', 'run 1'),
    passed('reference', 'run 2'),
    passed('leak', 'after the lab'),
    passed('mutant', 'box/shared-pid', 'box/1 fails: expected 1, the kernel says 412'),
    passed('check', 'box/1'),
  ],
  made: 4,
  remembered: 0,
  ms: 9_400,
}

const open: LabProof = {
  lab: { id: 'cgroup/small', file: at.file, title: 'A small group' },
  cases: [
    {
      ...passed('pristine', 'shell/2'),
      outcome: 'fail',
      message:
        'this check passes on an untouched machine, before any step has run: the machine: hostname is not "whale"',
      remedy: 'Check something that only the step makes true.',
      evidence: '/cache/cgroup.small/pristine',
    },
    passed('reference', 'run 1 with limit 64MiB'),
    {
      ...passed('leak', 'after the lab'),
      outcome: 'fail',
      message: 'the lab leaves something behind: cgroup /sys/fs/cgroup/small',
    },
    {
      ...passed('mutant', 'shell/without-memory.max'),
      outcome: 'fail',
      message: 'every check still passes if the lab does not write memory.max',
      remedy:
        'shell/1 (cgroup small: memory.max 64MiB) reads what was changed and should fail: make its expectation stricter.',
      diff: ['- echo 67108864 > /sys/fs/cgroup/small/memory.max', '+ echo <&> "\u001b[31m\u0000"'],
      evidence: '/cache/cgroup.small/mutant.shell-without-memory.max',
    },
    {
      ...passed('mutant', 'shell/sibling-group'),
      outcome: 'error',
      message: 'could not be run: the virtual machine is gone',
    },
    passed('mutant', 'shell/half-memory.max', 'shell/1 fails: expected 64MiB'),
    { ...passed('equivalent', 'shell/late-limits'), said: 'Nothing was used when the limits came.' },
  ],
  made: 3,
  remembered: 4,
  ms: 12_000,
}

const rest = {
  machine: 'QEMU 7.2.22, TCG (software emulation)',
  seed: 'prove',
  ms: 21_600,
  interrupted: false,
}

/** Proofs, by what they show. */
export const proofs = {
  proven: { ...rest, labs: [proven] },
  open: { ...rest, labs: [proven, open] },
  interrupted: { ...rest, labs: [proven], interrupted: true },
} as const satisfies Record<string, Proof>
