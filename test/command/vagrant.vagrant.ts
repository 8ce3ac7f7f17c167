import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { drawLabs } from '../draw.ts'
import { vagrantSays } from '../machine/vagrant/settings.ts'
import { type Ended, eventsOf, startUnboxed, unboxed, verdictsOf } from './unboxed.ts'

t.setTimeout(1_800_000)

const cli = join(import.meta.dirname, '../../dist/cli.js')
const labs = drawLabs(t, 'vagrant', 20)
const options = ['--reporter', 'jsonl', '--seed', 'course']

/** What must be the same wherever a lab runs: each check, each fact, how it was judged. Numbers of processes differ. */
const essence = (run: Ended) =>
  verdictsOf(run)
    .map(({ lab, check, outcome, facts }) => ({
      verdict: `${lab} ${check} ${outcome}`,
      facts: facts.map(({ fact, outcome, asked }) => `${fact} ${outcome} ${asked}`),
    }))
    .sort((a, b) => (a.verdict < b.verdict ? -1 : Number(a.verdict > b.verdict)))

const leaksOf = (run: Ended) =>
  eventsOf(run).flatMap(event => (event.type === 'attempt-end' ? event.leaks : []))

t.test('labs give the same verdicts in the embedded VM, from the host in Vagrant, and inside', async t => {
  const vm = await unboxed(['run', ...labs, '--machine', 'vm', ...options])
  t.equal(vm.code, 0, vm.stderr)
  t.ok(verdictsOf(vm).length > 40, 'the checks are judged')

  const outside = await unboxed(['run', ...labs, '--machine', 'vagrant', '--up', ...options])
  t.equal(outside.code, 0, outside.stderr)
  t.same(essence(outside), essence(vm), 'from the host')
  t.same(leaksOf(outside), [], 'no leaks')

  await vagrantSays('rsync')
  const stdout = await vagrantSays('ssh', '--no-tty', '-c', `unboxed run ${[...labs, ...options].join(' ')}`)
  const inside = { code: 0, stdout, stderr: '' }
  t.same(essence(inside), essence(vm), 'inside')
  t.same(leaksOf(inside), [], 'no leaks')
  const [begun] = eventsOf(inside)
  t.match(
    begun,
    { type: 'run-start', machine: /^this machine, Linux/ },
    'a machine made for labs means itself',
  )
})

t.test('a second run on a running VM', async t => {
  const began = performance.now()
  const { child, seen, ended } = startUnboxed(['run', 'pid', '--machine', 'vagrant', '--reporter', 'jsonl'])
  let first = 0
  child.stdout.on('data', () => {
    if (first === 0 && seen.stdout.includes('"type":"verdict"')) first = performance.now() - began
  })
  const run = await ended
  t.equal(run.code, 0, run.stderr)
  t.ok(first > 0)
  t.comment(
    `first verdict after ${(first / 1000).toFixed(1)} s, all of them after ${((performance.now() - began) / 1000).toFixed(1)} s`,
  )
})

t.test('a shell in the VM, what it made is removed, and a recording of one becomes a lab', async t => {
  const folder = t.testdir()
  const commands = `
base=$(sed 's,0::\\(.*\\)/.*,/sys/fs/cgroup\\1,' /proc/self/cgroup)
mkdir $base/mine
sleep 1000 > /dev/null 2>&1 &
mount -t tmpfs none /mnt
ip link add dummy7 type bridge
pwd
`
  const shell = spawnSync(process.execPath, [cli, 'shell', '--machine', 'vagrant'], { input: commands })
  t.equal(shell.status, 0, String(shell.stderr))
  t.equal(String(shell.stdout), '/root\n')
  for (const left of ['sleep (pid', '/mine', '/mnt', 'dummy7'])
    t.ok(String(shell.stderr).includes(left), left)
  const left =
    'findmnt /mnt; ip link show dummy7; pgrep --full "sleep 100[0]"; find /sys/fs/cgroup -name mine'
  t.equal(await vagrantSays('ssh', '--no-tty', '-c', `(${left}) 2> /dev/null || true`), '')

  const file = join(folder, 'mine.yaml')
  const record = spawnSync(process.execPath, [cli, 'record', file, '--machine', 'vagrant'], {
    input: 'mount -t tmpfs none /mnt\n',
  })
  t.equal(record.status, 0, String(record.stderr))
  const run = await unboxed(['run', file, '--machine', 'vagrant', '--reporter', 'jsonl'])
  t.equal(run.code, 0, run.stderr)
  t.match(
    verdictsOf(run).map(({ subject, outcome }) => [subject, outcome]),
    [
      ['process shell', 'pass'],
      ['mount /mnt', 'pass'],
    ],
  )
})

t.test('the synced folder goes one way', async t => {
  await vagrantSays('ssh', '--no-tty', '-c', 'sudo touch /vagrant/labs/written-by-a-lab')
  const { readdirSync } = await import('node:fs')
  t.notOk(readdirSync('labs').includes('written-by-a-lab'))
})

t.test('provisioning again changes nothing', async t => {
  const state =
    'dpkg-query -W | sha256sum; sudo sha256sum /etc/fstab /etc/unboxed-machine /usr/local/bin/unboxed'
  const before = await vagrantSays('ssh', '--no-tty', '-c', state)
  await vagrantSays('provision')
  t.equal(await vagrantSays('ssh', '--no-tty', '-c', state), before)
})
