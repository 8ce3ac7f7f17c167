import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { cacheRoot } from '../../../src/cache/root.ts'
import type { Machine } from '../../../src/machine/machine.ts'
import { openVagrant, type VagrantSettings } from '../../../src/machine/vagrant/vagrant.ts'
import type { Problem } from '../../../src/problem.ts'
import { connect } from '../../../src/protocol/client.ts'
import { nodeRuntime } from '../../../src/runtime/node.ts'
import { startAtTerminal, until } from '../../command/unboxed.ts'
import { talk } from '../talk.ts'
import { inGuest, settingsOf, vagrantSays } from './settings.ts'

t.setTimeout(1_800_000)

const settings = settingsOf(t)

/** Opens it, does something with it, closes it. */
async function using<T>(
  work: (machine: Machine) => Promise<T>,
  more: Partial<VagrantSettings> = {},
): Promise<T> {
  const machine = await openVagrant({ ...settings, ...more })
  try {
    return await work(machine)
  } finally {
    await machine.close()
  }
}

const problemOf = (more: Partial<VagrantSettings> = {}): Promise<Problem | undefined> =>
  using(async () => undefined, more).catch((error: Problem) => error)

/** One command through the agent. */
async function hello(machine: Machine) {
  const connection = await machine.open()
  const answer = await connect(connection.channel, nodeRuntime).call('hello', {})
  await connection.close()
  return answer
}

/** systemd(1): what makes version 257 mount the old hierarchy. */
const legacyCgroups = 'systemd.unified_cgroup_hierarchy=0 SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1'

/** Changes the kernel command line of the box by a sed(1) script. */
const onKernelCommandLine = (script: string) =>
  `mount /dev/vda1 /mnt && sed --in-place "${script}" /mnt/syslinux.cfg; umount /mnt`

t.before(() => using(hello))

t.test('a name for the VM that has gone stale is renewed', async t => {
  const folder = join(cacheRoot(process.env), 'vagrant')
  const files = readdirSync(folder).map(name => join(folder, name, 'ssh-config'))
  const file =
    files.find(path => readFileSync(path, 'utf8').includes(process.env.VAGRANT_DOTFILE_PATH ?? '')) ?? ''
  const known = readFileSync(file, 'utf8')
  writeFileSync(file, known.replace(/HostName .*/, 'HostName 127.0.0.1').replace(/Port .*/, 'Port 9'))
  t.ok((await using(hello)).pid)
  t.equal(readFileSync(file, 'utf8'), known)
})

t.test('one lab at a time, whoever asks', async t => {
  await using(async machine => {
    const first = await machine.open()
    await connect(first.channel, nodeRuntime).call('hello', {})
    const second = await machine.open()
    t.equal((await second.lost).code, 'in-use')
    await second.close()
    const inside = await inGuest('unboxed run uts --reporter tap; echo exit $?')
    t.match(inside, /a lab is running on this machine already/)
    t.match(inside, /^exit 3$/m)
    await first.close()
  })
})

t.test('an agent that is killed is no wrong answer, and the next one sweeps', async t => {
  await using(async machine => {
    const connection = await machine.open()
    const client = connect(connection.channel, nodeRuntime)
    const { pid } = await client.call('hello', {})
    const argv = ['sh', '-c', 'setsid sleep 1000 & exec sleep 1000']
    await client.call('start', { key: 'a', argv, env: {}, cwd: '/', stdin: 'none', keep: 100 })
    await inGuest(`sudo kill -9 ${pid}`)
    t.equal((await connection.lost).code, 'agent-lost')
    await connection.close()
    const { swept } = await hello(machine)
    t.same(
      swept.map(({ kind }) => kind),
      ['process', 'process'],
    )
  })
})

t.test('what is wrong with the VM is said before any lab', async t => {
  const troubles = [
    ['commands-missing', 'mv /usr/bin/node /usr/bin/node.away', 'mv /usr/bin/node.away /usr/bin/node'],
    ['disk-full', 'fallocate -l $(($(stat -f -c %a /) * 4096 - 8388608)) /full', 'rm /full'],
  ] as const
  for (const [code, make, mend] of troubles) {
    await inGuest(`sudo ${make}`)
    const problem = await problemOf().finally(() => inGuest(`sudo ${mend}`))
    t.match(problem, { code, kind: 'machine', remedy: /vagrant/ })
  }
  const rule = 'vagrant ALL=(ALL) PASSWD: ALL, NOPASSWD: /usr/bin/rm'
  await inGuest(`echo '${rule}' | sudo tee /etc/sudoers.d/zz`)
  const lost = using(async machine => (await machine.open()).lost)
  const { code } = await lost.finally(() => inGuest('sudo rm /etc/sudoers.d/zz'))
  t.equal(code, 'no-root')
})

t.test('a VM that runs and answers nobody', async t => {
  await using(async machine => {
    const connection = await machine.open()
    const agent = await talk(connection.channel)
    await agent.run('systemctl stop ssh')
    const problem = await problemOf().finally(() => agent.run('systemctl start ssh'))
    t.match(problem, {
      code: 'unreachable',
      message: /is running and can't be reached by SSH; it said:\n.*refused/,
      remedy: /vagrant reload/,
    })
    await connection.close()
  })
})

t.test('a snapshot is restored before each lab where that is wanted', async t => {
  await using(
    async machine => {
      t.ok(machine.restored)
      await hello(machine)
      await inGuest('sudo touch /etc/broken-by-a-lab')
      await hello(machine)
      t.equal(await inGuest('ls /etc/broken-by-a-lab 2> /dev/null || true'), '')
    },
    { fresh: true },
  )
  t.notMatch(await vagrantSays('snapshot', 'list'), /unboxed-fresh/, 'and forgotten afterwards')
})

t.test('a VM whose kernel panics in the middle starts again', async t => {
  await using(async machine => {
    const connection = await machine.open()
    const agent = await talk(connection.channel)
    agent.run('sync; echo c > /proc/sysrq-trigger').catch(() => {}) // `lost` tells
    t.match(await connection.lost, { code: /^(connection-lost|rebooted)$/, kind: 'machine' })
    await connection.close()
    const again = (tries: number): ReturnType<typeof hello> =>
      hello(machine).catch(error => (tries === 0 ? Promise.reject(error) : again(tries - 1)))
    t.ok((await again(10)).pid, 'and the next lab finds it')
  })
})

t.test('a VM that is restarted in the middle, with another kernel command line', async t => {
  await using(async machine => {
    const connection = await machine.open()
    const agent = await talk(connection.channel)
    await agent.call('hello', {})
    await agent.run(onKernelCommandLine(`s/quiet/quiet ${legacyCgroups}/`))
    const rebooting = vagrantSays('reload', '--no-provision')
    const lost = await connection.lost
    t.match(lost, { code: /^(connection-lost|rebooted)$/, kind: 'machine' })
    await connection.close()
    await rebooting
    const next = await machine.open().catch((error: Problem) => error)
    t.match(next, { code: 'no-cgroups' }, 'the next lab finds it again, as it is now')
  })
})

t.test('a VM whose systemd uses cgroup v1', async t => {
  t.match(await problemOf(), {
    code: 'no-cgroups',
    kind: 'unsupported',
    message: /no cgroup v2 at \/sys\/fs\/cgroup, but tmpfs/,
    remedy: /Debian 12 or later/,
  })
  const inside = await inGuest('unboxed run uts --reporter tap 2>&1; echo exit $?')
  t.match(inside, /this is a hybrid hierarchy: cgroup v2 is mounted on/)
  t.match(inside, /^exit 4$/m)
  await inGuest(`sudo sh -c '${onKernelCommandLine(`s/ ${legacyCgroups}//`)}'`)
})

t.test('a VM that is down is brought up only where that is wanted', async t => {
  await vagrantSays('halt')
  t.match(await problemOf({ up: false }), {
    code: 'not-up',
    message: /not running \(shutoff\)/,
    remedy: /--up/,
  })
  const asked: string[] = []
  const confirm = async (question: string) => asked.push(question) === 0
  t.match(await problemOf({ up: false, confirm }), { code: 'not-up' }, 'a person may say no')
  t.match(asked, [/Bring it up/])
  const { child, seen, ended } = startAtTerminal(['run', 'uts', '--machine', 'vagrant'])
  t.ok(await until(60_000, () => /Bring it up with `vagrant up`\? \[Y\/n\]/.test(seen.stdout)), 'asked there')
  child.stdin.write('n\r')
  const { code, stdout } = await ended
  t.equal(code, 3)
  t.match(stdout, /Or add --up to the command/)
  t.ok((await using(hello)).pid, 'brought up, and with cgroup v2 again')
})

t.test('destroyed, nothing is left of it', async t => {
  await vagrantSays('destroy', '--force')
  t.match(await problemOf({ up: false }), { code: 'not-up', message: /not created/ })
  const virsh = (...args: string[]) =>
    execFileSync('virsh', ['--connect', 'qemu:///system', ...args], { encoding: 'utf8' }).trim()
  t.equal(virsh('list', '--all', '--name'), '', 'no domain')
  // Vagrant keeps its network, and the box's volume, for the next VM.
  for (const volume of virsh('vol-list', 'default').split('\n').slice(2))
    virsh('vol-delete', '--pool', 'default', volume.trim().split(/\s+/)[0] ?? '')
  for (const network of virsh('net-list', '--all', '--name').split('\n').filter(Boolean)) {
    virsh('net-destroy', network)
    virsh('net-undefine', network)
  }
  t.equal(virsh('net-list', '--all', '--name'), '', 'no network')
  t.equal(virsh('vol-list', 'default').split('\n').length, 2, 'no volume')
  t.same(readdirSync('/sys/class/net'), ['lo'], 'no bridge')
})
