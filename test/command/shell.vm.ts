import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { startAtTerminal, startPiped, until } from './unboxed.ts'

await useOwnCache(t)

/** A shell at a terminal, once it has a prompt. `type` types a line and resolves to what is shown until the next prompt. */
async function openShell(t: Test, ...args: readonly string[]) {
  const { child, seen, ended } = startAtTerminal(['shell', ...args])
  const shown = (from = 0) => plain(seen.stdout.slice(from))
  const type = async (line: string) => {
    const from = seen.stdout.length
    child.stdin.write(`${line}\r`)
    t.ok(await until(60_000, () => /\n[^\n]*# $/.test(shown(from))), `a prompt after ${line}`)
    return shown(from).split('\n').slice(1, -1)
  }
  t.ok(await until(120_000, () => /# $/.test(shown())), 'a prompt')
  const leave = async () => {
    child.stdin.write('exit\r')
    return (await ended).code
  }
  return { child, greeting: shown(), shown, type, leave }
}

/** Text as a terminal shows it, without the differences of line ends. */
const plain = (text: string) =>
  text.replace(/\x1b\[[0-?]*[ -/]*[@-~]|\x1b\].*?\x07|\x07/gs, '').replace(/\r+\n|\r(?!\n)/g, '\n')

t.test('a person is greeted, and may ask what a command has changed', async t => {
  const { greeting, type, leave } = await openShell(t)
  t.match(greeting, /^Linux 6\.\S+ in a machine of your own, which is discarded when you leave\.\n/)
  t.equal(greeting.trimEnd().split('\n').filter(Boolean).length, 4, 'three lines and a prompt')
  t.ok(greeting.split('\n').every(line => line.length <= 100))
  t.match((await type('lab changed')).join('\n'), 'nothing changed')
  await type('mkdir /sys/fs/cgroup/demo')
  t.match((await type('lab changed')).join('\n'), /\+ cgroup \S*demo/)
  t.match((await type('lab changed')).join('\n'), /\+ cgroup \S*demo/, 'asking is no command')
  await type('')
  t.match((await type('lab changed')).join('\n'), /\+ cgroup \S*demo/, 'nor is an empty line')
  await type('bash')
  await type('hostname whale')
  const inside = (await type('lab changed')).join('\n')
  t.match(inside, /host name unboxed → whale/)
  t.notMatch(inside, 'demo')
  t.match((await type('lab nonsense')).join('\n'), /no `lab nonsense`.*\n.*lab changed/s)
  t.match((await type('lab')).join('\n'), /lab help/)
  await type('exit')
  t.equal(await leave(), 0)
})

t.test('commands that are typed ahead are told of, too', async t => {
  const { child, shown, type, leave } = await openShell(t)
  await type('true')
  child.stdin.write('hostname whale\rhostname crab\rlab changed\r')
  t.ok(await until(60_000, () => /host name \w+ → crab[\s\S]*# $/.test(shown())))
  t.equal(await leave(), 0)
})

t.test('another terminal has `lab`, too', async t => {
  const first = await openShell(t)
  const second = await openShell(t, '--join')
  await second.type('mkdir /sys/fs/cgroup/joined')
  t.match((await second.type('lab changed')).join('\n'), /\+ cgroup \S*joined/)
  t.equal(await second.leave(), 0)
  t.equal(await first.leave(), 0)
})

t.test('a script is neither greeted nor marked', async t => {
  const { child, ended } = startPiped(['shell'])
  child.stdin.end('echo $PS0$PROMPT_COMMAND\n')
  t.same(await ended, { code: 0, stdout: '\n', stderr: '' })
})

t.test('files are put into the machine, with their permissions', async t => {
  const folder = t.testdir()
  const bytes = Buffer.alloc(7 * 2 ** 20 + 5, Buffer.from([0, 1, 254, 255, 10, 13]))
  writeFileSync(join(folder, 'binary'), bytes)
  writeFileSync(join(folder, 'run.sh'), '#!/bin/sh\necho ran\n')
  chmodSync(join(folder, 'run.sh'), 0o755)
  const files = ['--put', join(folder, 'binary'), '--put', `${join(folder, 'run.sh')}:/usr/local/bin/mine`]
  const { child, ended } = startPiped(['shell', ...files])
  child.stdin.end("stat -c '%s %a' binary; od -An -tx1 -N6 binary; tail -c 3 binary | od -An -tx1; mine\n")
  const { code, stdout, stderr } = await ended
  t.equal(stderr, '')
  t.equal(code, 0)
  t.same(stdout.trimEnd().split('\n'), ['7340037 644', ' 00 01 fe ff 0a 0d', ' 00 01 fe', 'ran'])
})

t.test('a file that cannot be put is told, and no shell is opened', async t => {
  for (const [arg, says] of [
    ['/none', 'cannot put /none into the machine: there is no such file or folder'],
    [
      '/etc/hostname:/none/x',
      'cannot put /etc/hostname at /none/x in the machine: its folder does not exist there',
    ],
    [
      '/etc/hostname:/etc',
      'cannot put /etc/hostname at /etc in the machine: there is a folder with this name',
    ],
  ] as const) {
    const { child, ended } = startPiped(['shell', '--put', arg])
    child.stdin.end('echo opened\n')
    const { code, stdout, stderr } = await ended
    t.equal(code, 2)
    t.equal(stdout, '')
    t.match(stderr, says)
  }
})
