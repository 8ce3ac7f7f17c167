import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import t from 'tap'
import type { Connection } from '../../../src/machine/machine.ts'
import { vmPaths } from '../../../src/machine/vm/paths.ts'
import { vmRelease } from '../../../src/machine/vm/release.ts'
import { openVm } from '../../../src/machine/vm/vm.ts'
import { talk } from '../talk.ts'
import { useOwnCache } from './own-cache.ts'
import { vmSettings } from './settings.ts'

// A real virtual machine: the first run builds the image and the template, which takes minutes.
t.setTimeout(600_000)

await useOwnCache(t)
const settings = vmSettings(t)
const paths = vmPaths(process.env)
const vm = await openVm(settings)
t.teardown(() => vm.close())

t.test('it says what it is', async t => {
  t.match(vm.description, /^QEMU \d+\.\d+\.\d+, (KVM|TCG)/)
})

t.test('two at once are machines of their own', async t => {
  const connections = await Promise.all([vm.open(), vm.open()])
  const agents = await Promise.all(connections.map(({ channel }) => talk(channel)))
  const ask = (command: string) => Promise.all(agents.map(agent => agent.run(command)))

  const entropy = () => randomBytes(64).toString('base64')
  await Promise.all(agents.map(agent => agent.call('renew', { now: Date.now(), entropy: entropy() })))
  const names = await ask('cat /proc/sys/kernel/random/uuid; od -An -tx8 -N16 /dev/urandom')
  t.not(names[0], names[1], 'each has random state of its own')
  const boots = await ask('cat /proc/sys/kernel/random/boot_id')
  t.match(boots[0], /^[0-9a-f-]{36}\n$/)
  t.not(boots[0], boots[1], 'each has booted for itself, as far as it can tell')
  t.same(await ask('cat /proc/sys/kernel/random/boot_id'), boots, 'and stays what it is')

  t.same(await agents[0]?.run('echo mine > /root/note; cat /root/note'), 'mine\n')
  t.same(await agents[1]?.run('ls /root'), '', 'what one writes the other does not see')

  t.same(
    await agents[0]?.run('dd if=/dev/zero of=/dev/vda bs=512 count=1 2>&1 | grep -o "not permitted"'),
    'not permitted\n',
  )
  await Promise.all(connections.map(connection => connection.close()))
  t.same(await running(), [], 'closed, they leave nothing')
})

t.test('the guest has cgroup v2 with every controller, and no network but its own', async t => {
  const { connection, agent } = await open()
  const { cgroup } = await agent.call('hello', {})
  t.equal(cgroup.base, '/sys/fs/cgroup')
  for (const controller of ['cpu', 'cpuset', 'io', 'memory', 'pids'])
    t.ok(cgroup.controllers.includes(controller), controller)
  t.equal(await agent.run('ls /sys/class/net'), 'lo\n')
  t.equal(await agent.run('cat /proc/1/comm; hostname'), 'tini\nunboxed\n')
  t.equal(
    await agent.run('uname -r'),
    `${await vmRelease(settings)}\n`,
    'its kernel is the one that the image names',
  )
  await connection.close()
})

t.test('an orphan is taken in and reaped', async t => {
  const { connection, agent } = await open()
  const pid = (await agent.run('sh -c "sleep 0.2 > /dev/null 2>&1 & echo \\$!"')).trim()
  t.equal(await agent.run(`sleep 1; ls -d /proc/${pid} 2>/dev/null`), '')
  await connection.close()
})

t.test('a QEMU that is killed: lost, with the last lines of its console, and nothing left', async t => {
  const { connection, agent } = await open()
  await agent.run('echo "last words of this guest" > /dev/console')
  const [folder] = await running()
  process.kill(await qemuIn(join(paths.run, folder ?? '')), 'SIGKILL')
  const problem = await connection.lost
  t.match(problem, { kind: 'machine', code: 'vm-lost', message: /SIGKILL.*last words of this guest/s })
  const { log } = problem.args as { log: string }
  t.match(await readFile(log, 'utf8'), 'last words of this guest')
  await connection.close()
  await connection.close()
  t.same(await running(), [])
})

t.test('a guest that writes to its console for ever fills neither the disk nor what is kept', async t => {
  const { connection, agent } = await open()
  const [name] = await running()
  const folder = join(paths.run, name ?? '')
  // As fast as a program can, and as fast as the kernel can.
  const flood = 'while :; do cat /bin/busybox; echo m > /proc/sysrq-trigger; done > /dev/ttyS0 2>&1'
  await agent.run(`timeout 20 sh -c '${flood}'`)
  const sizes = await Promise.all(
    (await readdir(folder)).map(async file => (await stat(join(folder, file))).size),
  )
  t.ok(
    sizes.every(size => size < 64 * 1024),
    `the folder holds ${sizes} bytes`,
  )
  t.equal(await agent.run('echo still here'), 'still here\n')
  process.kill(await qemuIn(folder), 'SIGKILL')
  const { args, message } = await connection.lost
  const { log } = args as { log: string }
  t.ok((await stat(log)).size < 1.2 * 2 ** 20)
  t.match(await readFile(log, 'utf8'), /^\[… \d+ bytes not kept …\]\n/)
  t.ok(message.length < 10_000)
  await connection.close()
})

t.test('a machine gives a sign of life for as long as it runs', async t => {
  const { connection } = await open()
  const [name] = await running()
  const pid = await qemuIn(join(paths.run, name ?? ''))
  const isThere = () =>
    Promise.race([
      connection.responds?.().then(() => true),
      new Promise(resolve => setTimeout(resolve, 500, false)),
    ])
  t.equal(await isThere(), true)
  process.kill(pid, 'SIGSTOP')
  t.equal(await isThere(), false)
  process.kill(pid, 'SIGCONT')
  t.equal(await isThere(), true)
  await connection.close()
})

t.test('a guest whose kernel dies is lost too', async t => {
  const { connection, agent } = await open()
  agent.run('echo c > /proc/sysrq-trigger').catch(() => {}) // its answer dies with the machine
  t.match((await connection.lost).message, /panic/i)
  await connection.close()
})

for (const [key, code] of [
  ['b', 'guest-reset'],
  ['o', 'guest-shutdown'],
])
  t.test(`a guest that ends itself is lost by its own doing: ${code}`, async t => {
    const { connection, agent } = await open()
    agent.run(`echo ${key} > /proc/sysrq-trigger; sleep 5`).catch(() => {}) // its answer dies with the machine
    t.match(await connection.lost, { kind: 'machine', code })
    await connection.close()
  })

t.test('one that is closed is not lost', async t => {
  const { connection } = await open()
  await connection.close()
  const outcome = await Promise.race([
    connection.lost,
    new Promise(resolve => setTimeout(resolve, 200, 'silence')),
  ])
  t.equal(outcome, 'silence')
})

t.test('a runner that is killed takes its QEMU along; the next one removes the rest and says so', async t => {
  const owner = await startOwner(t.testdir())
  const [folder] = await running()
  const pid = await qemuIn(join(paths.run, folder ?? ''))
  owner.kill('SIGKILL')
  await once(owner, 'exit')
  await until(() =>
    stat(`/proc/${pid}`).then(
      () => false,
      () => true,
    ),
  )

  t.same(await running(), [folder], 'its folder is left')
  const next = await openVm(settings)
  t.same(next.swept.folders, [join(paths.run, folder ?? '')])
  t.same(await running(), [])
  await next.close()
})

async function open(): Promise<{ connection: Connection; agent: Awaited<ReturnType<typeof talk>> }> {
  const connection = await vm.open()
  return { connection, agent: await talk(connection.channel) }
}

async function running(): Promise<string[]> {
  return readdir(paths.run)
}

async function qemuIn(folder: string): Promise<number> {
  for (const pid of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (line.includes(`${folder}/`)) return Number(pid)
  }
  throw new Error(`no process runs in ${folder}`)
}

/** Another runner, that opens a machine and then waits to be killed. */
async function startOwner(folder: string): Promise<ChildProcess> {
  const contents = `
    import { openVm } from './src/machine/vm/vm.ts'
    const vm = await openVm({ env: process.env, recipe: 'scripts/image', agent: 'dist/agent.cjs', progress: () => {} })
    await vm.open()
    console.log('open')
    setInterval(() => {}, 1000)`
  const stdin = { contents, resolveDir: process.cwd(), loader: 'ts' } as const
  const outfile = join(folder, 'owner.mjs')
  const banner = {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  }
  await build({ stdin, outfile, banner, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' })
  const owner = spawn(process.execPath, [outfile], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(owner.stdout, 'data')
  return owner
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition()); tries++) {
    if (tries > 200) throw new Error('it did not happen within 10 s')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
