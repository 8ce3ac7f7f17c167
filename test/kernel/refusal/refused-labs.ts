/** A small lab of which a real kernel refuses an operation or a read, and the explanation that unboxed must give. */
export interface RefusedLab {
  /** The code of the cause. */
  readonly code: string
  /** The steps; the refusal happens in the last one. */
  readonly steps: readonly RefusedStep[]
  /** Where the refusal is reported: as the end of the last step (default), of the lab, or as a verdict of this outcome. */
  readonly told?: 'lab' | 'fail' | 'unsupported'
  readonly says: string | RegExp
}

interface RefusedStep {
  readonly in?: { readonly cgroup: string; readonly limits?: Readonly<Record<string, string>> }
  readonly as?: string
  readonly run: string
  readonly expect?: readonly object[]
}

const inGroup = (cgroup: string, limits?: Record<string, string>): RefusedStep => ({
  in: { cgroup, ...(limits && { limits }) },
  run: 'true',
})
const threaded = 'mkdir ${cgroup}/a/x && echo threaded > ${cgroup}/a/x/cgroup.type'

/** Forks until no more processes are possible, then takes every PID that becomes free. */
const fillPids = `
echo 350 > /proc/sys/kernel/pid_max
perl -e 'while (1) {
  my $pid = fork;
  if (defined $pid) { $pid or sleep 1000 } else { open my $full, ">", "/run/full"; select undef, undef, undef, 0.001 }
}' &
until [ -e /run/full ]; do :; done
`

export const refusedLabs: readonly RefusedLab[] = [
  {
    code: 'no-cgroup',
    steps: [inGroup('a'), { run: 'rmdir ${cgroup}/a' }, inGroup('a', { 'pids.max': '5' })],
    says: 'there is no cgroup /sys/fs/cgroup/a',
  },
  {
    code: 'controller-not-available',
    steps: [inGroup('a'), inGroup('a/b/c')],
    says: /\/a\/b cannot enable controllers that it does not have: \+.*\+memory.* was written, and its cgroup.controllers lists nothing/,
  },
  {
    code: 'controller-unknown',
    steps: [inGroup('a', { 'cgroup.subtree_control': 'nosuch' })],
    says: '"+nosuch" names no controller to enable or disable',
  },
  {
    code: 'children-use-controller',
    steps: [inGroup('a/b/c'), inGroup('a', { 'cgroup.subtree_control': '-memory' })],
    says: '-memory was refused, because a cgroup below /sys/fs/cgroup/a still enables that controller',
  },
  {
    code: 'internal-processes',
    steps: [
      { ...inGroup('a'), as: 'box', run: 'sleep 100' },
      inGroup('a', { 'cgroup.subtree_control': 'memory' }),
    ],
    says: /\/a has processes of its own \(pid \d+\)/,
  },
  {
    code: 'threaded-domain',
    steps: [inGroup('a'), { run: threaded }, inGroup('a', { 'cgroup.subtree_control': 'memory' })],
    says: '/sys/fs/cgroup/a is a threaded cgroup (domain threaded)',
  },
  {
    code: 'group-hands-controllers-down',
    steps: [inGroup('a/b'), inGroup('a')],
    says: /\/a enables controllers for its children \(.*memory.*\), so it cannot have processes/,
  },
  {
    code: 'group-invalid',
    steps: [inGroup('a'), { run: `${threaded}; mkdir \${cgroup}/a/y` }, inGroup('a/y')],
    says: '/sys/fs/cgroup/a/y has no whole processes: its cgroup.type is domain invalid',
  },
  {
    code: 'group-invalid',
    steps: [inGroup('a'), { run: threaded, expect: [{ cgroup: 'a/x', 'cgroup.procs': [1] }] }],
    told: 'unsupported',
    says: '/sys/fs/cgroup/a/x has no whole processes',
  },
  {
    code: 'controller-not-enabled',
    steps: [inGroup('a'), inGroup('a/b', { 'memory.max': '64MiB' })],
    says: '/sys/fs/cgroup/a/b has no memory.max, because the memory controller is not enabled in cgroup.subtree_control of /sys/fs/cgroup/a',
  },
  {
    code: 'controller-not-enabled',
    steps: [inGroup('a'), { ...inGroup('a/b'), expect: [{ cgroup: 'a/b', 'memory.max': '64MiB' }] }],
    told: 'fail',
    says: '/sys/fs/cgroup/a/b has no memory.max, because the memory controller is not enabled in cgroup.subtree_control of /sys/fs/cgroup/a',
  },
  {
    code: 'controller-not-enabled',
    steps: [
      inGroup('a'),
      { ...inGroup('a/b'), expect: [{ cgroup: 'a/b', 'cpu.stat': { nr_throttled: 0 } }] },
    ],
    told: 'fail',
    says: '/sys/fs/cgroup/a/b has no nr_throttled in cpu.stat, because the cpu controller is not enabled',
  },
  {
    code: 'controller-not-enabled-above',
    steps: [inGroup('a'), inGroup('a/b'), inGroup('a/b/c', { 'memory.max': '64MiB' })],
    says: '/sys/fs/cgroup/a/b/c has no memory.max, because /sys/fs/cgroup/a/b does not have the memory controller either',
  },
  {
    code: 'pressure-off',
    steps: [
      {
        run: 'mkdir ${cgroup}/a; echo 0 > ${cgroup}/a/cgroup.pressure',
        expect: [{ cgroup: 'a', 'cpu.pressure': { some: { total: '0ms' } } }],
      },
    ],
    told: 'unsupported',
    says: '/sys/fs/cgroup/a has no cpu.pressure: pressure stall accounting is switched off',
  },
  {
    code: 'not-in-this-kernel',
    steps: [inGroup('a', { 'cpu.uclamp.max': '50%' })],
    says: /this kernel \(6\..*\) has no cpu\.uclamp\.max, which came with Linux 5\.4/,
  },
  {
    code: 'not-in-this-kernel',
    steps: [{ ...inGroup('a'), expect: [{ cgroup: 'a', 'cpu.uclamp.max': '50%' }] }],
    told: 'unsupported',
    says: /this kernel \(6\..*\) has no cpu\.uclamp\.max, which came with Linux 5\.4/,
  },
  {
    code: 'switched-off',
    steps: [{ run: 'true', expect: [{ file: '/sys/class/net/lo/phys_port_id', content: 'x' }] }],
    told: 'unsupported',
    says: /the kernel does not offer .*phys_port_id \(EOPNOTSUPP\)/,
  },
  {
    code: 'no-disk',
    steps: [inGroup('a', { 'io.max': '99:0 rbps=1MiB' })],
    says: 'no disk has the number 99:0',
  },
  {
    code: 'limit-not-understood',
    steps: [inGroup('a', { 'cpu.max': '20%', 'cpu.max.burst': '200ms' })],
    says: 'cpu.max.burst does not take "200000"',
  },
  {
    code: 'limit-not-understood',
    steps: [inGroup('a', { 'cpuset.cpus': '77' })],
    says: 'cpuset.cpus does not take "77"',
  },
  {
    code: 'too-many-cgroups',
    steps: [inGroup('a', { 'cgroup.max.descendants': '0' }), inGroup('a/b')],
    says: '/sys/fs/cgroup/a/b cannot be made: cgroup.max.depth or cgroup.max.descendants',
  },
  {
    code: 'no-cgroup-above',
    steps: [inGroup('a'), { run: 'rmdir ${cgroup}/a' }, inGroup('a/b')],
    says: 'there is no /sys/fs/cgroup/a to make it in',
  },
  {
    code: 'read-only',
    steps: [{ run: 'mount -o remount,ro /sys/fs/cgroup' }, inGroup('a')],
    says: 'the file system of /sys/fs/cgroup/a is read-only here',
  },
  {
    code: 'zombie',
    steps: [
      { as: 'parent', run: 'exec perl -e "fork or exit; sleep 100"' },
      { run: 'sleep 0.5', expect: [{ process: { 'child-of': 'parent' }, namespaces: { net: 'shared' } }] },
    ],
    told: 'fail',
    says: 'process child of parent has ended: it is a zombie',
  },
  {
    code: 'process-limit',
    steps: [{ run: fillPids }, { run: 'true' }],
    says: 'no more processes can be started: kernel.pid_max',
  },
  {
    code: 'no-command',
    steps: [{ as: 'box', run: 'nosuch 1' }],
    says: 'there is no command nosuch in /usr/local/sbin:',
  },
  {
    code: 'no-command',
    steps: [{ as: 'box', run: '/no/such' }],
    says: '/no/such does not exist, or the interpreter that its first line names does not',
  },
  {
    code: 'not-executable',
    steps: [{ as: 'box', run: '/etc/passwd' }],
    says: '/etc/passwd cannot be executed',
  },
]
