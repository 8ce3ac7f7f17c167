import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { eventsOf, unboxed } from '../../command/unboxed.ts'
import { useOwnCache } from '../../machine/vm/own-cache.ts'

await useOwnCache(t)

const namespaces = `
title: What a process in namespaces of its own sees
needs: [net, time]
steps:
  - id: box
    text: A shell with nearly everything of its own.
    as: box
    in: {cgroup: g/h}
    run: unshare --mount --uts --net --ipc --time --boottime 100000 --fork --pid --cgroup --mount-proc bash
    expect:
      - {process: box, namespaces: {cgroup: own, time: own}}
  - id: set
    text: It changes what it sees.
    in: {shell: box}
    run: |
      hostname inside; echo 100 > /proc/sys/kernel/shmmni; echo 77 > /proc/sys/net/ipv4/ip_default_ttl
      mkdir -p /tmp/cgroups /tmp/a/b; mount -t cgroup2 none /tmp/cgroups; mount -t tmpfs none /mnt; echo in > /mnt/in
      ip link add in0 type dummy; mount -t sysfs sys /sys; exec 7< /etc/hostname
      ln -s ../../../proc/self/mounts /tmp/a/b/mounts; ln -s mounts /tmp/a/b/again; ln -s /mnt/in /tmp/a/in; ln -s loop /tmp/a/loop
    expect:
      - {mount: /tmp/cgroups, of: box, root: /}
      - {file: /proc/sys/kernel/hostname, of: box, content: "inside\\n"}
      - {file: /proc/sys/kernel/hostname, content: {not: [inside]}}
      - {file: /proc/sys/kernel/shmmni, of: box, content: "100\\n"}
      - {file: /proc/sys/kernel/shmmni, content: {not: "100\\n"}}
      - {file: /proc/sys/net/ipv4/ip_default_ttl, of: box, content: /^77$/m}
      - {file: /proc/sys/net/ipv4/ip_default_ttl, content: /^64$/m}
      - {file: /proc/uptime, of: box, content: /^100/}
      - {file: /proc/uptime, content: {not: /^100/}}
      - {file: /proc/net/dev, of: box, content: [in0]}
      - {file: /proc/net/dev, content: {not: [in0]}}
      - {file: /sys/class/net/in0, of: box, exists: true}
      - {file: /sys/class/net/in0, exists: false, given: It is so.}
      - {file: /proc/1/comm, of: box, content: "bash\\n"}
      - {file: /proc/self, of: box, kind: symlink, target: "1"}
      - {file: /proc/self/comm, of: box, content: "bash\\n"}
      - {file: /proc/thread-self/comm, of: box, content: "bash\\n"}
      - {file: /proc/self/fd/7, of: box, target: /etc/hostname, content: "unboxed\\n"}
      - {file: /proc/self/root/mnt/in, of: box, content: "in\\n"}
      - {file: /proc/self/cgroup, of: box, content: "0::/\\n"}
      - {file: /tmp/a/b/again, of: box, kind: symlink, target: mounts, content: [tmpfs]}
      - {file: /tmp/a/in, of: box, content: "in\\n"}
      - {file: /tmp/a/in, kind: symlink, content: ""}
      - {file: /mnt/in, exists: false, given: It is so.}
      - {process: box, processes: 1, hostname: inside}
  - id: looked
    text: Whoever looks is no process in there, and takes no number.
    in: {shell: box}
    run: sh -c 'echo $$'; echo /proc/[0-9]*
    expect:
      - {output: stdout, text: "12\\n/proc/1"}
`

const root = `
title: What a process below a root directory of its own sees
needs: [{command: busybox}]
steps:
  - id: image
    text: A root directory with links.
    run: |
      mkdir -p /tmp/rootfs/bin /tmp/rootfs/proc /tmp/rootfs/etc /tmp/rootfs/data
      cp /bin/busybox /tmp/rootfs/bin/
      for n in sh ls cat; do ln -s busybox /tmp/rootfs/bin/$n; done
      echo inside > /tmp/rootfs/etc/who; echo outside > /etc/who
      ln -s /etc/who /tmp/rootfs/etc/link; ln -s ../../../../etc/who /tmp/rootfs/data/up
      ln -s /etc/os-release /tmp/rootfs/etc/dangling; ln -s /etc /tmp/rootfs/data/etc
      ln -s /none/../etc/who /tmp/rootfs/through; ln -s /etc/who/ /tmp/rootfs/folder; ln -s loop /tmp/rootfs/loop
    expect: [{exit: 0}]
  - id: box
    text: A shell in it.
    as: box
    run: unshare --mount --fork --pid --root=/tmp/rootfs --mount-proc /bin/sh
    expect:
      - {process: box, root: /tmp/rootfs}
      - {file: /etc/link, of: box, kind: symlink, content: "inside\\n"}
      - {file: /data/up, of: box, content: "inside\\n"}
      - {file: /data/etc/who, of: box, content: "inside\\n"}
      - {file: /data/etc/os-release, of: box, exists: false, given: It is so.}
      - {file: /etc/dangling, of: box, kind: symlink, content: {not: [Debian]}}
      - {file: /proc/self/comm, of: box, content: "sh\\n"}
      - {file: /etc/who, content: "outside\\n"}
      - {file: /through, of: box, kind: symlink, content: ""}
      - {file: /folder, of: box, kind: symlink, content: ""}
      - {file: /loop, of: box, content: ""}
      - {file: /loop/x, of: box, exists: false, given: It is so.}
      - {file: /etc/who/, of: box, exists: false, given: It is so.}
`

const dead = `
title: A file system that never answers
steps:
  - id: mount
    text: A FUSE server that says nothing.
    run: |
      mkdir -p /mnt/f; perl -e 'open(my $d,"+<","/dev/fuse") or die; my $fd=fileno $d; my ($a,$b,$c,$o)=("x","/mnt/f","fuse","fd=$fd,rootmode=40000,user_id=0,group_id=0"); syscall(165,$a,$b,$c,0,$o)==0 or die; close STDOUT; close STDERR; sleep 1000' &
      sleep 0.5
    expect: [{exit: 0}]
  - id: look
    text: It is looked at.
    run: "true"
    expect:
      - {file: /etc/hostname, content: "unboxed\\n"}
      - {file: /mnt/f/x, exists: true}
      - {file: /etc/hosts, exists: true}
      - {file: /mnt/f/y, exists: false, given: It is so.}
      - {file: /etc/debian_version, exists: true}
  - id: after
    text: It goes on.
    run: echo on
    expect: [{output: stdout, text: "on"}]
`

const folder = t.testdir()

/** The outcome of each check of a lab, in order. */
async function outcomes(text: string) {
  const file = join(folder, 'lab.yaml')
  writeFileSync(file, text)
  const events = eventsOf(await unboxed(['run', file, '--reporter', 'jsonl']))
  return events.flatMap(event =>
    event.type === 'verdict' ? [`${event.verdict.check} ${event.verdict.outcome}`] : [],
  )
}

for (const text of [namespaces, root]) {
  const { title, steps } = parse(text)
  t.test(title, async t => {
    const found = await outcomes(text)
    t.equal(found.length, steps.flatMap(({ expect }: { expect: object[] }) => expect).length)
    t.same(
      found.filter(outcome => !outcome.endsWith(' pass')),
      [],
    )
  })
}

t.test('a process that has ended sees nothing, neither what is there nor what is not', async t => {
  const ended = `
title: Behind a wrapper that does not reap it
steps:
  - {id: box, text: It runs., as: box, in: {cgroup: g}, run: timeout 900 sleep 1000, expect: [{process: box, name: sleep}]}
  - id: kill
    text: Its parent is frozen, and it is killed.
    run: echo 1 > \${cgroup}/g/cgroup.freeze; sleep 0.3; kill -9 \${box.pid}; sleep 0.5
    expect: [{process: box, alive: false, given: It is so.}]
  - {id: short, text: It ends., as: short, run: sleep 0.1}
  - id: look
    text: It is looked at.
    run: sleep 0.5
    expect:
      - {file: /nothing, of: short, exists: false, given: It is so.}
      - {mount: /nothing, of: short, exists: false, given: It is so.}
      - {link: nothing, of: short, exists: false, given: It is so.}
      - {process: short, exists: false, given: It is so.}
`
  t.same(await outcomes(ended), [
    'box/1 pass',
    'kill/1 pass',
    'look/1 fail',
    'look/2 fail',
    'look/3 fail',
    'look/4 pass',
  ])
})

t.test('only what is on it can not be judged', async t => {
  t.same(await outcomes(dead), [
    'mount/1 pass',
    'look/1 pass',
    'look/2 error',
    'look/3 pass',
    'look/4 error',
    'look/5 pass',
    'after/1 pass',
  ])
})
