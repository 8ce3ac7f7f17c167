import { errnoOf, textOf } from '../bench.ts'
import type { Case } from '../conformance.ts'

export const leftoverCases: Record<string, Case> = {
  'what was put and made is taken back silently': async (t, { client, look, run }) => {
    await client.call('clean', { timeout: 20_000 })
    await run(['sh', '-c', 'echo old >/run/unboxed-old'])
    await client.call('mark', {})
    await client.call('make-directory', { path: '/run/unboxed-made' })
    await run(['sh', '-c', 'mkdir -p /run/unboxed-made/a/b; echo >/run/unboxed-made/a/c'])
    await client.call('put', { path: '/run/unboxed-old', text: 'new\n', mode: 0o644 })
    const { removed, remaining } = await client.call('clean', { timeout: 5000 })
    t.same([removed, remaining], [[], []])
    t.equal(errnoOf(await look({ read: 'stat', path: '/run/unboxed-made' })), 'ENOENT')
    t.equal(
      errnoOf(await look({ read: 'stat', path: '/run/unboxed-file' })),
      'ENOENT',
      'of earlier cases too',
    )
    t.equal(
      textOf(await look({ read: 'file', path: '/run/unboxed-old' })),
      'old\n',
      'what was there is there again',
    )
    await run(['rm', '/run/unboxed-old'])
  },

  'a clean machine is clean': async (t, { client }) => {
    await client.call('mark', {})
    const before = await client.call('census', {})
    const { removed, remaining } = await client.call('clean', { timeout: 5000 })
    t.same([removed, remaining], [[], []])
    const after = await client.call('census', {})
    t.same(after.cgroups, before.cgroups)
    t.same(after.links, before.links)
    t.ok(before.processes.length > 0 && before.namespaces.length > 5 && before.mounts.length > 3)
  },

  'what the runner started is no leftover, nor is what descends from it': async (
    t,
    { client, start, cgroup },
  ) => {
    await client.call('mark', {})
    const group = await cgroup('expected')
    const standing = await start(['sh', '-c', 'setsid sleep 1001 & exec sleep 1002'], { cgroup: group })
    const { removed, remaining } = await client.call('clean', { timeout: 20_000 })
    t.same([removed, remaining], [[], []])
    t.equal((await standing.ended).signal, 'SIGKILL')
  },

  'everything left behind is found, named and removed': async (t, { client, hello, run, cgroup, look }) => {
    await client.call('mark', {})
    const before = await client.call('census', {})
    const group = await cgroup('leftover')
    const script = [
      'mkdir below; (echo 0 >below/cgroup.procs; exec setsid sleep 1001) >/dev/null 2>&1 &',
      'setsid --fork sleep 1002 >/dev/null 2>&1',
      'setsid --fork unshare --fork --pid --mount-proc sleep 1003 >/dev/null 2>&1',
      'mkdir "/tmp/unboxed mount"; mount -t tmpfs left "/tmp/unboxed mount"; mkdir "/tmp/unboxed mount/in"',
      'mount -t tmpfs left "/tmp/unboxed mount/in"; touch "/tmp/unboxed mount/ns"',
      'unshare --net="/tmp/unboxed mount/ns" true; ip link add name left0 type dummy; sleep 0.2',
    ]
    const { code, head } = await run(['sh', '-ec', script.join('\n')], { cwd: group, cgroup: group })
    t.same([code, head.stderr], [0, ''])
    const { removed, remaining } = await client.call('clean', { timeout: 20_000 })
    t.same(remaining, [])
    const found = removed.map(({ kind, what }) => `${kind} ${what}`).sort()
    const wanted = [
      /^cgroup .*\/leftover\/below$/,
      /^file \/tmp\/unboxed mount$/,
      /^link left0$/,
      /^mount \/tmp\/unboxed mount$/,
      /^mount \/tmp\/unboxed mount\/in$/,
      /^mount \/tmp\/unboxed mount\/ns$/,
      /^namespace net:\[\d+\] \(held by \/tmp\/unboxed mount\/ns\)$/,
      /^process sleep \(pid \d+\)$/,
      /^process sleep \(pid \d+\)$/,
      /^process sleep \(pid \d+\)$/,
      /^process unshare \(pid \d+\)$/,
    ]
    t.equal(found.length, wanted.length, found.join('\n'))
    for (const [index, pattern] of wanted.entries()) t.match(found[index] ?? '', pattern)
    t.equal(errnoOf(await look({ read: 'stat', path: group })), 'ENOENT')
    t.equal(errnoOf(await look({ read: 'stat', path: `/sys/class/net/left0` })), 'ENOENT')
    const after = await client.call('census', {})
    t.same(after.mounts.length, before.mounts.length)
    t.same(after.cgroups, before.cgroups)
    t.same(
      after.namespaces.filter(name => !before.namespaces.includes(name)),
      [],
    )
    t.ok(hello.cgroup.base)
  },

  'a process that left the cgroups of labs is still found by its session': async (
    t,
    { client, run, hello },
  ) => {
    await client.call('mark', {})
    const { head } = await run(['sh', '-c', 'sleep 1004 >/dev/null 2>&1 & echo $!'])
    const { removed } = await client.call('clean', { timeout: 5000 })
    t.same(removed, [{ kind: 'process', what: `sleep (pid ${head.stdout.trim()})` }])
    t.ok(hello.pid)
  },
}
