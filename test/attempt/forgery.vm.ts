import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { eventsOf, unboxed } from '../command/unboxed.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'

await useOwnCache(t)

// Root in the machine tries to make the agent see what is not so. None of these checks may pass.
const sleep = { id: 'sleep', text: 'A process to lie about.', as: 'box', run: 'sleep 1000' }
const group = { cgroup: 'g', 'memory.max': '64MiB' }
const forged = `mkdir -p /tmp/forged; cp -r $c /tmp 2> /dev/null
for f in $c/*; do cat $f > /tmp/forged/$(basename $f) 2> /dev/null; done
echo 67108864 > /tmp/forged/memory.max`

const forgeries: Record<
  string,
  /** `took` is printed where the forgery shows to whoever looks in the machine. */
  { readonly run: string; readonly took?: string; readonly expect: object[] }
> = {
  'a file system over a group': {
    run: `c=\${cgroup}/g; mkdir $c; ${forged}; mount -t tmpfs none $c; cp /tmp/forged/* $c; cat $c/memory.max`,
    took: '67108864',
    expect: [group],
  },
  'a file over one of a group': {
    run: `c=\${cgroup}/g; mkdir $c; ${forged}; mount --bind /tmp/forged/memory.max $c/memory.max; cat $c/memory.max`,
    took: '67108864',
    expect: [group],
  },
  'a file over one of the whole cgroup file system, in the agent’s mount namespace': {
    run: `c=\${cgroup}/g; mkdir $c; ${forged}; a=$(pgrep -x node)
nsenter --target $a --mount mount --bind /tmp/forged/memory.max $c/memory.max
nsenter --target $a --mount cat $c/memory.max`,
    took: '67108864',
    expect: [group],
  },
  'a file mounted over what the agent’s root directory leads to': {
    run: `c=\${cgroup}/g; mkdir $c; ${forged}; a=$(pgrep -x node)
mount -c --bind /tmp/forged/memory.max /proc/$a/root$c/memory.max
perl -e 'syscall(429, -100, my $r = "/proc/$ARGV[0]/root", -100, my $m = "/mnt", 0)' $a
mount --bind /tmp/forged/memory.max /mnt$c/memory.max`,
    expect: [group],
  },
  'a file over the status of a process': {
    run: `p=$(pgrep -x sleep); sed 's/^Name:.*/Name:\\tdaemon/; s/^CapEff:.*/CapEff:\\t0000000000000000/' /proc/$p/status > /tmp/s
mount --bind /tmp/s /proc/$p/status; head -n 1 /proc/$p/status`,
    took: 'Name:\tdaemon',
    expect: [
      { process: 'box', name: 'daemon' },
      { process: 'box', capabilities: { not: ['CAP_SYS_ADMIN'] } },
    ],
  },
  'another ip': {
    run: `printf '#!/bin/sh\\necho %s\\n' "'[{\\"ifname\\":\\"forged0\\",\\"flags\\":[\\"UP\\"],\\"mtu\\":1500,\\"link_type\\":\\"ether\\",\\"addr_info\\":[]}]'" > /usr/local/sbin/ip
chmod +x /usr/local/sbin/ip; cp /usr/local/sbin/ip /tmp/ip; mount --bind /tmp/ip /usr/sbin/ip; mount --bind /tmp/ip /bin/ip; ip -j -d addr | grep -o forged0`,
    took: 'forged0',
    expect: [
      { link: 'forged0', exists: true },
      { process: 'box', links: ['forged0'] },
    ],
  },
  'the channel of the agent': {
    run: `perl -e 'my $p = syscall(434, $ARGV[0] + 0, 0); for (0 .. 60) { print "taken $_\\n" if syscall(438, $p, $_ + 0, 0) >= 0 }' $(pgrep -x node)`,
    expect: [{ output: 'stdout', text: /taken/.toString() }],
  },
  'the memory of the agent': {
    run: `dd if=/proc/$(pgrep -x node)/mem of=/dev/null bs=1 count=0 && echo opened`,
    expect: [{ output: 'stdout', text: /opened/.toString() }],
  },
  'the inspector of the agent': {
    run: `kill -USR1 $(pgrep -x node); sleep 1; grep -i ':240D ' /proc/net/tcp`,
    expect: [{ output: 'stdout', text: /240D/.toString() }],
  },
  'a library in front of the agent’s tools': {
    run: `echo /tmp/none.so > /etc/ld.so.preload; ls /proc/$(pgrep -x node)/root/etc/ld.so.preload`,
    expect: [{ exit: 0 }],
  },
}

const folder = t.testdir()
const files = Object.entries(forgeries).map(([title, { run, took, expect }], index) => {
  const file = join(folder, `forgery-${index}.yaml`)
  const shows = took === undefined ? [] : [{ id: 'took', output: 'stdout', text: [took] }]
  const forge = { id: 'forge', text: 'Root forges.', run, expect: [...expect, ...shows] }
  writeFileSync(file, JSON.stringify({ title, steps: [sleep, forge] }))
  return file
})
const events = eventsOf(await unboxed(['run', ...files, '--reporter', 'jsonl', '--jobs', '2']))

for (const [index, [title, { took, expect }]] of Object.entries(forgeries).entries()) {
  t.test(`${title} changes no verdict`, async t => {
    const verdicts = events.flatMap(event =>
      event.type === 'verdict' && event.attempt.startsWith(`forgery-${index}~`) ? [event.verdict] : [],
    )
    t.equal(verdicts.length, expect.length + (took === undefined ? 0 : 1))
    for (const { outcome, check, contradicted } of verdicts) {
      t.equal(outcome, check === 'took' ? 'pass' : 'fail', check)
      t.notOk(contradicted, 'the agent was not deceived, so both sides agree')
    }
  })
}

t.test('ptrace is told, and allowed to the lab that needs it', async t => {
  const lab = (needs: object) => ({
    title: 'ptrace',
    ...needs,
    steps: [
      {
        id: 'scope',
        text: 'Which scope?',
        run: 'cat /proc/sys/kernel/yama/ptrace_scope',
        expect: [{ output: 'stdout', text: '0' }],
      },
    ],
  })
  const of = async (needs: object) => {
    const file = join(folder, 'ptrace.yaml')
    writeFileSync(file, JSON.stringify(lab(needs)))
    const told = eventsOf(await unboxed(['run', file, '--reporter', 'jsonl']))
    return told.flatMap(event =>
      event.type === 'machine-ready'
        ? [event.machine.ptrace]
        : event.type === 'verdict'
          ? [event.verdict.outcome]
          : [],
    )
  }
  t.same(await of({}), ['refused', 'fail'])
  t.same(await of({ needs: ['ptrace'] }), ['allowed', 'pass'])
})
