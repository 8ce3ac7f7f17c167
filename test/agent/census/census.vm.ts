import { join } from 'node:path'
import t from 'tap'
import { eventsOf, unboxed } from '../../command/unboxed.ts'
import { useOwnCache } from '../../machine/vm/own-cache.ts'

t.setTimeout(600_000)

await useOwnCache(t)

/** A lab of one step, its lines, and whatever else belongs to the step. */
const labOf = (lines: readonly string[], more = '') => `title: What is left
about: What a step leaves.
timeout: 100s
steps:
  - id: leave
    text: Leaves things.
    timeout: 60s${more}
    run: |
${lines.map(line => `      ${line}`).join('\n')}
    expect:
      - exit: 0
`

const everything = [
  'sleep 1001 > /dev/null 2>&1 &',
  'setsid --fork sleep 1002 > /dev/null 2>&1',
  'mkdir -p ${cgroup}/left/below',
  'mkdir "/tmp/left behind"; mount -t tmpfs left "/tmp/left behind"',
  'ip netns add left',
  'ip link add name left0 type dummy',
  'nft add table inet left',
  'sysctl -q -w net.ipv4.ip_forward=1 vm.swappiness=17',
  'hostname left',
  'ipcmk -M 4096; ipcmk -S 1; ipcmk -Q',
  'echo left > /dev/shm/left',
  `perl -e 'my $name = "left"; syscall(240, $name, 0102, 0600, 0) >= 0 or die $!'`,
  'truncate -s 1M /tmp/disk; modprobe loop; losetup /dev/loop0 /tmp/disk',
  'mkdir -p /var/tree/a/b; touch /run/left /etc/left',
  'echo "# left" >> /etc/hosts; rm /etc/issue; chmod 700 /etc/apt',
  'exit 0',
]

/** What takes back all that. */
const tidy = [
  'mkdir -p ${cgroup}/x/y; rmdir ${cgroup}/x/y ${cgroup}/x',
  'mkdir /tmp/x; mount -t tmpfs x /tmp/x; umount /tmp/x; rmdir /tmp/x',
  'ip netns add x; ip netns delete x',
  'ip link add name x0 type dummy; ip link delete x0',
  'nft add table inet x; nft delete table inet x',
  'sysctl -q -w net.ipv4.ip_forward=1; sysctl -q -w net.ipv4.ip_forward=0',
  'hostname x; hostname unboxed',
  'ipcrm -m $(ipcmk -M 4096 | grep -o "[0-9]*$")',
  'cp -p /etc/hosts /tmp/hosts; echo x >> /etc/hosts; mv /tmp/hosts /etc/hosts',
  'sudo true; su -c true; flock /run/x true; rm /run/x',
  'sleep 1003 & kill $!; wait; exit 0',
]

const odd = [
  'mkdir -p ${cgroup}/top/$(printf "d/%.0s" $(seq 300))',
  `perl -e 'chdir shift; for (1 .. 60) { my $n = "x" x 120; mkdir $n or die $!; chdir $n }' \${cgroup}/top`,
  `perl -e 'mkdir shift() . "/" . join("", map { chr } 1 .. 9, 11 .. 46, 48 .. 255) or die $!' \${cgroup}`,
  `perl -e 'my $n = "/run/" . join("", map { chr } 1 .. 46, 48 .. 255); mkdir $n or die; open my $f, ">", "$n/file"'`,
  `perl -e 'my $n = "/tmp/a\\rb\\\\134 c\\n"; mkdir $n; system "mount", "-t", "tmpfs", "odd", $n'`,
  `perl -e 'chdir "/tmp"; for (1 .. 60) { my $n = "y" x 120; mkdir $n or die $!; chdir $n } open my $f, ">", "deep"'`,
]

/** More than the agent can go through before its next ping is due. */
const many = [
  'seq 2000 | sed "s,^,${cgroup}/many," | xargs mkdir',
  'mkdir ${cgroup}/tree; seq 2000 | sed "s,^,${cgroup}/tree/," | xargs mkdir',
]

const threaded = `title: A threaded group
about: It has no cgroup.kill.
steps:
  - id: in
    text: Starts a process in it.
    as: a
    in: {cgroup: threaded, limits: {cgroup.type: threaded}}
    run: sleep 1000
    expect:
      - process: a
        cgroup: threaded
`

const standing = `title: What stands is expected
about: Processes that steps name, however they are started, and what they have started.
steps:
  - id: shell
    text: A shell with a job.
    as: shell
    run: sh
    expect: [{process: shell, exists: true}]
  - id: job
    text: Its job.
    in: {shell: shell}
    run: setsid sleep 1004 > /dev/null 2>&1 &
    expect: [{exit: 0}]
  - id: su
    text: Another user.
    as: other
    run: sudo sh -c 'setsid sleep 1005 & exec sleep 1006'
    expect: [{process: other, exists: true}]
`

const labs = t.testdir({
  'everything.yaml': labOf(everything),
  'nothing.yaml': labOf(tidy),
  'odd.yaml': labOf(odd, '\n    in: {cgroup: top}'),
  'many.yaml': labOf(many),
  'threaded.yaml': threaded,
  'standing.yaml': standing,
})

const names = ['everything', 'nothing', 'odd', 'many', 'threaded', 'standing']
const run = await unboxed(['run', '--reporter', 'jsonl', ...names.map(name => join(labs, `${name}.yaml`))])
const events = eventsOf(run)

const leftBy = (name: string) =>
  events.flatMap(event =>
    event.type === 'attempt-end' && event.attempt.startsWith(`${name}~`)
      ? event.leaks.map(({ kind, what, remains }) => {
          const name = what.replace(/(?<=\(pid |net:\[)\d+/, 'N')
          return `${kind} ${name}${remains ? ', which remains' : ''}`
        })
      : [],
  )

t.test('every lab passes and comes to its end', async t => {
  const ends = events.flatMap(event => (event.type === 'attempt-end' ? [event] : []))
  t.same(
    ends.map(({ ended }) => ended),
    names.map(() => undefined),
  )
  const verdicts = events.flatMap(event => (event.type === 'verdict' ? [event.verdict] : []))
  t.same(
    verdicts.filter(({ outcome }) => outcome !== 'pass').map(({ check, facts }) => ({ check, facts })),
    [],
  )
})

t.test('one of everything is told, and what can be taken back is', async t => {
  t.same(leftBy('everything'), [
    'process sleep (pid N)',
    'process sleep (pid N)',
    'cgroup /sys/fs/cgroup/left',
    'cgroup /sys/fs/cgroup/left/below',
    'mount /tmp/left behind',
    'mount /run/netns/left',
    'namespace net:[N] (held by /run/netns/left)',
    'link left0',
    'loop /dev/loop0 (/tmp/disk)',
    'nftables table inet left',
    'hostname host name left (was unboxed)',
    'sysctl vm.swappiness = 17 (was 60)',
    'sysctl net.ipv4.ip_forward = 1 (was 0)',
    'ipc System V shared memory 0',
    'ipc System V semaphores 0',
    'ipc System V message queue 0',
    'ipc POSIX message queue left',
    'ipc POSIX shared memory left',
    'file /tmp/disk',
    'file /run/left',
    'file /etc/left',
    'file /var/tree and 2 below it',
    'file /tmp/left behind',
    'file /etc/issue (deleted), which remains',
    'file /etc/apt (changed), which remains',
    'file /etc/hosts (changed), which remains',
  ])
})

t.test('who tidies up leaves nothing', async t => {
  t.same(leftBy('nothing'), [])
})

t.test('neither depth nor bytes of a name stop the clean-up', async t => {
  const left = leftBy('odd').map(words => words.slice(0, 60))
  t.equal(left.filter(words => words.startsWith('cgroup')).length, 3, left.join('\n'))
  t.equal(left.filter(words => words.startsWith('mount /tmp/a\\x0db\\134 c\\x0a')).length, 1)
  t.equal(left.filter(words => words.startsWith('file /run/\\x01')).length, 1)
  t.equal(left.filter(words => words.startsWith('file /tmp/yyyy')).length, 1)
  t.notMatch(leftBy('odd').join(), /remains/)
})

t.test('thousands of groups are removed, and told in a few words', async t => {
  const left = leftBy('many')
  t.equal(left.length, 51)
  const groups = left.map(words => Number(/ (\d+) (?:below|other)/.exec(words)?.[1] ?? 1))
  const trees = left.filter(words => words.includes(' below ')).length
  t.equal(
    groups.reduce((sum, count) => sum + count, trees),
    4001,
  )
})

t.test('a threaded group is cleaned up', async t => {
  t.same(leftBy('threaded'), [])
})

t.test('a process that a step names is no leftover, nor what it has started', async t => {
  t.same(leftBy('standing'), [])
})
