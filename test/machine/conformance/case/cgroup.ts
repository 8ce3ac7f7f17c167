import { callErrorOf, errnoOf, textOf } from '../bench.ts'
import type { Case } from '../conformance.ts'

export const cgroupCases: Record<string, Case> = {
  'a process is in its cgroup before it is executed': async (t, { cgroup, run, client, hello }) => {
    const path = await cgroup('entry')
    const { head } = await run(['cat', '/proc/self/cgroup'], { cgroup: path })
    t.ok(path.endsWith(/^0::(.*)$/m.exec(head.stdout)?.[1] ?? '?'), head.stdout)
    await client.call('make-directory', { path: `${path}/below` })
    await client.call('write', { path: `${path}/cgroup.subtree_control`, text: '+memory' })
    const refused = await callErrorOf(run(['true'], { cgroup: path }))
    const procs = `${path}/cgroup.procs`
    t.same([refused.errno, refused.syscall, refused.path, refused.text], ['EBUSY', 'write', procs, '0'])
    await client.call('remove-cgroup', { path, timeout: 2000 })
    t.ok(hello.cgroup.base, 'base')
  },

  'a start into a frozen cgroup is answered; nothing runs until it is thawed': async (
    t,
    { cgroup, start, client, look, conditions },
  ) => {
    const path = await cgroup('frozen')
    await client.call('write', { path: `${path}/cgroup.freeze`, text: '1' })
    const began = performance.now()
    const process = await start(['echo', 'thawed'], { cgroup: path })
    t.ok(performance.now() - began < 900 * conditions.slowness, 'at once')
    await new Promise(resolve => setTimeout(resolve, 300))
    t.equal(process.written(), '')
    t.equal(textOf(await look({ read: 'file', path: `${path}/cgroup.procs` })), `${process.pid}\n`)
    await client.call('write', { path: `${path}/cgroup.freeze`, text: '0' })
    t.same([(await process.ended).code, process.written()], [0, 'thawed\n'])
    await client.call('remove-cgroup', { path, timeout: 2000 })
  },

  'a fork bomb is held by pids.max, does not keep the agent from answering, and is killed from above': async (
    t,
    { cgroup, start, client, look, until },
  ) => {
    const path = await cgroup('bomb')
    await client.call('write', { path: `${path}/pids.max`, text: '50' })
    const bomb = await start(['sh', '-c', 'f() { f | f & f; }; f'], { cgroup: path })
    await until('the bomb meets its limit', async () => {
      return !/^max 0$/m.test(textOf(await look({ read: 'file', path: `${path}/pids.events` })))
    })
    t.ok(Number(textOf(await look({ read: 'file', path: `${path}/pids.current` }))) <= 50)
    await client.call('kill-cgroup', { path, timeout: 10_000 })
    t.match(textOf(await look({ read: 'file', path: `${path}/cgroup.events` })), /^populated 0$/m)
    await bomb.ended
    await client.call('remove-cgroup', { path, timeout: 2000 })
    t.equal(errnoOf(await look({ read: 'stat', path })), 'ENOENT')
  },

  'cgroups are killed and removed with all below them': async (
    t,
    { cgroup, start, client, refusal, look },
  ) => {
    const path = await cgroup('deep')
    await client.call('make-directory', { path: `${path}/a` })
    await client.call('make-directory', { path: `${path}/a/b` })
    const process = await start(['sh', '-c', 'sleep 100 & setsid sleep 100 & wait'], {
      cgroup: `${path}/a/b`,
    })
    t.equal(await refusal('remove-cgroup', { path, timeout: 50 }), 'EBUSY')
    await client.call('kill-cgroup', { path, timeout: 5000 })
    t.equal((await process.ended).signal, 'SIGKILL')
    await client.call('remove-cgroup', { path, timeout: 5000 })
    t.equal(errnoOf(await look({ read: 'stat', path })), 'ENOENT')
    t.equal(await refusal('remove-cgroup', { path, timeout: 50 }), 'ENOENT')
    t.equal(await refusal('kill-cgroup', { path, timeout: 50 }), 'ENOENT')
  },

  'only cgroups of labs are killed or removed': async (t, { hello, refusal }) => {
    const { base, leaf } = hello.cgroup
    for (const path of [base, leaf, `${leaf}/x`, `${base}/x/../agent`, '/sys/fs', '/', `${base}/..`]) {
      t.equal(await refusal('kill-cgroup', { path, timeout: 50 }), 'EPERM', path)
      t.equal(await refusal('remove-cgroup', { path, timeout: 50 }), 'EPERM', path)
    }
  },
}
