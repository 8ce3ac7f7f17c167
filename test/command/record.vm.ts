import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { startAtTerminal, unboxed, until, verdictsOf } from './unboxed.ts'

await useOwnCache(t)

const folder = t.testdir()
const file = join(folder, 'mine.yaml')
const cli = join(import.meta.dirname, '../../dist/cli.js')

const commands = `
mkdir /sys/fs/cgroup/mine
echo 67108864 > /sys/fs/cgroup/mine/memory.max
( echo 0 > /sys/fs/cgroup/mine/cgroup.procs; exec unshare --uts --ipc sleep 1000 ) > /dev/null 2>&1 &
mount -t tmpfs none /mnt
ip link add dummy7 type bridge
ip addr add 10.9.0.1/24 dev dummy7
ip link set dummy7 up
ip link set lo up
hostname whale
sleep 2
`

t.test('what was done by hand becomes a lab that passes', async t => {
  execFileSync(process.execPath, [cli, 'record', file], { input: commands })
  t.equal((await unboxed(['validate', file])).code, 0)
  const run = await unboxed(['run', file, '--reporter', 'jsonl'])
  t.equal(run.code, 0, run.stderr)
  t.same(
    verdictsOf(run).map(({ subject, outcome, facts }) => [
      subject,
      outcome,
      ...facts.map(({ fact }) => fact),
    ]),
    [
      ['process shell', 'pass', 'exists'],
      ['cgroup mine', 'pass', 'memory.max'],
      ['process in cgroup mine', 'pass', 'namespaces.ipc', 'namespaces.uts'],
      ['mount /mnt', 'pass', 'type'],
      ['link dummy7', 'pass', 'kind', 'up', 'addresses'],
      ['the machine', 'pass', 'hostname'],
    ],
  )
  t.match(readFileSync(file, 'utf8'), '      mkdir ${cgroup}/mine\n')
})

t.test('what was typed at a terminal, in a shell inside as well', async t => {
  const file = join(folder, 'typed.yaml')
  const { child, seen, ended } = startAtTerminal(['record', file])
  const prompts = () => seen.stdout.split('# ').length - 1
  const typed = ['unshare --uts', 'hostname whale', 'exit', 'mkdir /sys/fs/cgroup/typed', 'exit']
  for (const [index, line] of typed.entries()) {
    t.ok(await until(60_000, () => prompts() > index), 'a prompt')
    child.stdin.write(`${line}\r`)
  }
  t.equal((await ended).code, 0, seen.stdout)
  t.match(
    readFileSync(file, 'utf8'),
    /run: \|\n +unshare --uts\n +hostname whale\n +exit\n +mkdir \$\{cgroup\}\/typed\n/,
  )
  t.equal((await unboxed(['validate', file])).code, 0)
})

t.test('a lab that is there is not recorded over', async t => {
  const again = await unboxed(['record', file])
  t.equal(again.code, 2)
  t.match(again.stderr, 'mine.yaml already exists')
})
