/** A small lab of which a real kernel refuses an operation or a read, and the explanation that unboxed must give. */
export interface RefusedLab {
  /** The code of the cause. */
  readonly code: string
  /** The steps; the refusal happens in the last one. */
  readonly steps: readonly RefusedStep[]
  /** Where the refusal is reported: as the end of the last step (default), of the lab, or as a verdict of this outcome. */
  readonly told?: 'lab' | 'fail' | 'unsupported'
  /** The end of the step: an error (default), or unsupported by this machine. */
  readonly kind?: 'unsupported'
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
    says: '"+nosuch" is not a list of controllers to enable or disable',
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
    says: '/sys/fs/cgroup/a/y cannot have whole processes: its cgroup.type is domain invalid',
  },
  {
    code: 'group-invalid',
    steps: [inGroup('a'), { run: threaded, expect: [{ cgroup: 'a/x', 'cgroup.procs': [1] }] }],
    told: 'fail',
    says: '/sys/fs/cgroup/a/x cannot have whole processes: its cgroup.type is threaded',
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
    kind: 'unsupported',
    says: /this kernel \(6\..*\) has no cpu\.uclamp\.max, which Linux has since 5\.4, when built with CONFIG_UCLAMP_TASK_GROUP/,
  },
  {
    code: 'not-in-this-kernel',
    steps: [inGroup('a/b', { 'io.latency': '254:0 target=75ms' })],
    kind: 'unsupported',
    says: 'has no io.latency, which Linux has since 4.19, when built with CONFIG_BLK_CGROUP_IOLATENCY',
  },
  {
    code: 'controller-not-here',
    steps: [inGroup('a', { 'cgroup.subtree_control': 'dmem' })],
    kind: 'unsupported',
    says: /this machine has no dmem controller for the cgroups of labs; it has .*memory/,
  },
  {
    code: 'not-in-this-kernel',
    steps: [{ ...inGroup('a'), expect: [{ cgroup: 'a', 'cpu.uclamp.max': '50%' }] }],
    told: 'unsupported',
    says: /this kernel \(6\..*\) has no cpu\.uclamp\.max, which Linux has since 5\.4/,
  },
  {
    code: 'switched-off',
    steps: [{ run: 'true', expect: [{ file: '/sys/class/net/lo/phys_port_id', content: 'x' }] }],
    told: 'unsupported',
    says: /this kernel does not support reading .*phys_port_id \(EOPNOTSUPP\)/,
  },
  {
    code: 'no-disk',
    steps: [inGroup('a', { 'io.max': '99:0 rbps=1MiB' })],
    says: /there is no disk 99:0; this machine has 254:0 \(vda\), /,
  },
  {
    code: 'no-weight-of-disk',
    steps: [inGroup('a', { 'io.weight': '254:0 200' })],
    says: 'io.weight cannot be set for the disk 254:0 alone, because io.cost is not enabled for it (EOPNOTSUPP)',
  },
  {
    code: 'burst-over-quota',
    steps: [inGroup('a', { 'cpu.max': '20%', 'cpu.max.burst': '50ms' })],
    says: 'cpu.max.burst can be at most the quota in cpu.max: 50ms was written, and the quota is 20ms (EINVAL)',
  },
  {
    code: 'quota-below-burst',
    steps: [inGroup('a', { 'cpu.max.burst': '50ms', 'cpu.max': '20%' })],
    says: 'the quota in cpu.max must be at least cpu.max.burst: 20ms was written, and the burst is 50ms (EINVAL)',
  },
  {
    code: 'bandwidth-out-of-range',
    steps: [inGroup('a', { 'cpu.max': 'max 500us' })],
    says: 'the period in cpu.max must be from 1ms to 1s: 500us was written (EINVAL)',
  },
  {
    code: 'bandwidth-out-of-range',
    steps: [inGroup('a', { 'cpu.max': '10ms 2s' })],
    says: 'the period in cpu.max must be from 1ms to 1s: 2000ms was written (EINVAL)',
  },
  {
    code: 'bandwidth-out-of-range',
    steps: [inGroup('a', { 'cpu.max': '500us 100ms' })],
    says: 'the quota in cpu.max must be at least 1ms: 500us was written (EINVAL)',
  },
  {
    code: 'idle-has-no-weight',
    steps: [inGroup('a', { 'cpu.idle': '1', 'cpu.weight': '50' })],
    says: '/sys/fs/cgroup/a is idle (cpu.idle is 1), and an idle cgroup has no weight: 50 was written to cpu.weight (EINVAL)',
  },
  {
    code: 'no-cpu',
    steps: [inGroup('a', { 'cpuset.cpus': '0,77' })],
    says: 'there is no CPU 77: 0,77 was written to cpuset.cpus, and this machine has CPU 0 (ERANGE)',
  },
  {
    code: 'no-memory-node',
    steps: [inGroup('a', { 'cpuset.mems': '1' })],
    says: 'there is no memory node 1: 1 was written to cpuset.mems, and this machine has memory node 0 (EINVAL)',
  },
  {
    code: 'cpu-taken',
    steps: [inGroup('a', { 'cpuset.cpus.exclusive': '0' }), inGroup('b', { 'cpuset.cpus.exclusive': '0' })],
    says: '/sys/fs/cgroup/b cannot have the CPUs 0 exclusively, because another cgroup in /sys/fs/cgroup',
  },
  {
    code: 'limit-not-understood',
    steps: [inGroup('a', { 'pids.max': '4194305' })],
    says: 'pids.max does not take "4194305" (EINVAL)',
  },
  {
    code: 'limit-not-understood',
    steps: [inGroup('a', { 'cgroup.max.depth': '99999999999' })],
    says: 'cgroup.max.depth does not take "99999999999" (ERANGE)',
  },
  {
    code: 'limit-not-understood',
    steps: [inGroup('a', { 'io.weight': '0' })],
    says: 'io.weight does not take "0" (EINVAL)',
  },
  {
    code: 'limit-not-understood',
    steps: [inGroup('a', { 'io.max': '254:0 rbps=0' })],
    says: 'io.max does not take "254:0 rbps=0" (ERANGE)',
  },
  {
    code: 'limit-not-understood',
    steps: [inGroup('a', { 'cpuset.cpus': '3-1' })],
    says: 'cpuset.cpus does not take "3-1" (EINVAL)',
  },
  {
    code: 'threaded-not-empty',
    steps: [{ ...inGroup('a'), as: 'box', run: 'sleep 100' }, inGroup('a', { 'cgroup.type': 'threaded' })],
    says: /\/a has processes \(pid \d+\), and only a cgroup without any can become threaded \(EOPNOTSUPP\)/,
  },
  {
    code: 'threaded-enables-controllers',
    steps: [inGroup('a/b'), inGroup('a/b', { 'cgroup.type': 'threaded' })],
    says: /\/a\/b cannot become threaded, because \/sys\/fs\/cgroup\/a enables .*memory.* for its children, which cannot/,
  },
  {
    code: 'threaded-below-invalid',
    steps: [
      inGroup('a'),
      { run: `${threaded}; mkdir -p \${cgroup}/a/y/z` },
      inGroup('a/y/z', { 'cgroup.type': 'threaded' }),
    ],
    says: '/sys/fs/cgroup/a/y/z cannot become threaded before /sys/fs/cgroup/a/y is, whose cgroup.type is domain invalid',
  },
  {
    code: 'threaded-beside-processes',
    steps: [
      { run: 'mkdir -p ${cgroup}/a/x ${cgroup}/a/y; sleep 100 & echo $! > ${cgroup}/a/x/cgroup.procs' },
      inGroup('a/y', { 'cgroup.type': 'threaded' }),
    ],
    says: '/sys/fs/cgroup/a/y cannot become threaded, because a cgroup below it, or beside it in /sys/fs/cgroup/a,',
  },
  {
    code: 'limit-invalid',
    steps: [inGroup('a', { 'cpuset.cpus': '0', 'cpuset.cpus.partition': 'root' })],
    says: /partition was written, but the limit is not in force: the file now says "root invalid \(.+\)"/,
  },
  {
    code: 'too-deep',
    steps: [inGroup('a/b', { 'cgroup.max.depth': '0' }), inGroup('a/b/c')],
    says: '/sys/fs/cgroup/a/b/c cannot be made: it would be 1 level below /sys/fs/cgroup/a/b, whose cgroup.max.depth is 0 (EAGAIN)',
  },
  {
    code: 'too-many-cgroups',
    steps: [inGroup('a', { 'cgroup.max.descendants': '1' }), inGroup('a/b'), inGroup('a/c')],
    says: '/sys/fs/cgroup/a/c cannot be made: cgroup.max.descendants of /sys/fs/cgroup/a is 1, and there are as many cgroups below it (EAGAIN)',
  },
  {
    code: 'no-cgroup-above',
    steps: [inGroup('a'), { run: 'rmdir ${cgroup}/a' }, inGroup('a/b')],
    says: '/sys/fs/cgroup/a/b cannot be made, because there is no cgroup /sys/fs/cgroup/a',
  },
  {
    code: 'read-only',
    steps: [{ run: 'mount -o remount,ro /sys/fs/cgroup' }, inGroup('a')],
    says: '/sys/fs/cgroup/a is on a read-only file system',
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
    code: 'no-child-yet',
    steps: [
      {
        as: 'box',
        run: 'unshare --pid sleep 100',
        expect: [{ process: 'box', namespaces_for_children: { pid: 'own' } }],
      },
    ],
    told: 'fail',
    says: 'process box has no child yet: it has unshared its PID namespace',
  },
  {
    code: 'process-limit',
    steps: [{ run: fillPids }, { run: 'true' }],
    says: 'no more processes can be started: kernel.pid_max',
  },
  {
    code: 'no-command',
    steps: [{ as: 'box', run: 'nosuch 1' }],
    says: 'there is no command nosuch in PATH (/usr/local/sbin:',
  },
  {
    code: 'no-command',
    steps: [{ as: 'box', run: '/no/such' }],
    says: '/no/such does not exist, or the interpreter in its first line does not',
  },
  {
    code: 'not-executable',
    steps: [{ as: 'box', run: '/etc/passwd' }],
    says: '/etc/passwd cannot be executed',
  },
  {
    code: 'not-in-root',
    steps: [{ run: 'true', expect: [{ cgroup: '/', 'memory.max': 'max' }] }],
    told: 'unsupported',
    says: 'the root cgroup has no memory.max: it is the whole machine',
  },
  {
    code: 'only-in-root',
    steps: [{ ...inGroup('a'), expect: [{ cgroup: 'a', 'misc.capacity': { sev: 0 } }] }],
    told: 'unsupported',
    says: 'only the root cgroup has misc.capacity',
  },
]
