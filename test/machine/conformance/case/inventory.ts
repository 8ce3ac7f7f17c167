import type { Case } from '../conformance.ts'

export const inventoryCases: Record<string, Case> = {
  'an inventory has what a process of a lab has for itself, and not the agent': async (
    t,
    { client, hello, start, cgroup, until },
  ) => {
    const group = await cgroup('inventory')
    await client.call('write', { path: `${group}/cgroup.max.depth`, text: '3' })
    const script = 'hostname unboxed-inside; mount -t tmpfs none /mnt; ip link set lo up; exec sleep 1001'
    const argv = ['unshare', '--mount', '--uts', '--net', '--ipc', 'sh', '-c', script]
    const { pid, ended } = await start(argv, { cgroup: group })
    const take = () => client.call('inventory', {})
    const sleeper = async () => (await take()).processes.find(process => process.pid === pid)
    await until('it sleeps', async () => (await sleeper())?.words[0] === 'sleep')
    const { base, machine, processes, more, cgroups, mounts, networks, hosts } = await take()
    const process = processes.find(process => process.pid === pid)
    t.same(process?.words, ['sleep', '1001'])
    t.same([process?.name, process?.uid, process?.root, process?.cgroup], ['sleep', 0, '/', group])
    t.equal(base, hello.cgroup.base)
    t.equal(more, 0)
    const { mnt = '', net = '', uts = '', user = '' } = process?.namespaces ?? {}
    t.equal(user, machine.user)
    t.ok(mnt !== machine.mnt && net !== machine.net && uts !== machine.uts)
    const isInside = (line: string) => / \/mnt .* - tmpfs none /.test(line)
    t.ok(mounts[mnt]?.some(isInside))
    t.equal(mounts[`${machine.mnt}`]?.some(isInside), false)
    t.same(
      networks[net]?.links.map(({ name, up }) => [name, up]),
      [['lo', true]],
    )
    t.ok(networks[`${machine.net}`])
    t.equal(hosts[uts]?.host, 'unboxed-inside')
    t.equal(hosts[`${machine.uts}`]?.host, hello.hostname)
    t.equal(cgroups.find(({ path }) => path === group)?.settings['cgroup.max.depth'], '3')
    t.ok(!cgroups.some(({ path }) => path === hello.cgroup.leaf))
    t.ok(!processes.some(({ pid }) => pid === hello.pid))
    await client.call('kill-cgroup', { path: group, timeout: 5000 })
    await ended
    await client.call('remove-cgroup', { path: group, timeout: 5000 })
  },
}
