import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { startAtTerminal, startPiped, unboxed, until } from './unboxed.ts'

await useOwnCache(t)

const folder = join(process.env.XDG_CACHE_HOME ?? '', 'unboxed/shell')
const openFolders = () => readdirSync(folder)

type Started = ReturnType<typeof startPiped>

/** A shell that reads commands from a pipe, once it answers. */
async function openShell(
  args: readonly string[] = [],
): Promise<Started & { say(line: string): Promise<string> }> {
  const shell = startPiped(['shell', ...args])
  const say = async (line: string) => {
    const from = shell.seen.stdout.length
    shell.child.stdin.write(`${line}\necho "[done]"\n`)
    await until(60_000, () => shell.seen.stdout.includes('[done]\n', from) || shell.child.exitCode !== null)
    return shell.seen.stdout.slice(from).replace(/\[done\]\n$/, '')
  }
  await say('true')
  return { ...shell, say }
}

t.test('without an open machine there is nothing to join', async t => {
  const { code, stderr } = await unboxed(['shell', '--join'])
  t.equal(code, 3)
  t.match(
    stderr,
    /^unboxed: there is no open machine to join\n\n {2}Open one in another terminal, and leave it open: unboxed shell\n$/,
  )
  const both = await unboxed(['shell', '--join', '--machine', 'vm'])
  t.equal(both.code, 2)
  t.match(both.stderr, '--join cannot be used with --machine')
})

t.test('a script in the machine that a shell has open', async t => {
  const first = await openShell()
  t.match(openFolders(), [new RegExp(`^${first.child.pid}-`)])
  t.equal(statSync(join(folder, openFolders()[0] ?? '')).mode & 0o777, 0o700, 'for this user alone')
  await first.say('echo mine > /tmp/mine; sleep 1001 &')
  const second = startPiped(['shell', '--join'])
  second.child.stdin.end(
    'cat /tmp/mine; pgrep -c -x sleep; cat /proc/self/cgroup; echo trouble >&2; exit 7\n',
  )
  t.same(await second.ended, { code: 7, stdout: 'mine\n1\n0::/terminal\n', stderr: 'trouble\n' })
  t.equal(await first.say('echo still here'), 'still here\n')

  t.test('each has a shell of its own, also at the same time', async t => {
    const shells = await Promise.all([openShell(['--join']), openShell(['--join', `${first.child.pid}`])])
    await Promise.all(shells.map(({ say }, index) => say(`cd /; name=${index}`)))
    t.same(await Promise.all(shells.map(({ say }) => say('echo $name $PWD'))), ['0 /\n', '1 /\n'])
    for (const { child } of shells) child.stdin.end()
    for (const { ended } of shells) t.equal((await ended).code, 0)
  })

  t.test('one that is killed, or interrupted, leaves no shell behind', async t => {
    for (const [signal, code] of [
      ['SIGKILL', null],
      ['SIGTERM', 130],
    ] as const) {
      const killed = await openShell(['--join'])
      killed.child.stdin.write('exec sleep 1002\n')
      const sleeping = (count: number) => async () =>
        (await first.say('pgrep -c -f "^sleep 1002"')).trim() === `${count}`
      t.ok(await untilSo(sleeping(1)), 'it runs')
      killed.child.kill(signal)
      t.equal((await killed.ended).code, code)
      t.ok(await untilSo(sleeping(0)), `${signal}: and it does not any more`)
    }
  })

  t.test('the first one ends, and the others with a sentence', async t => {
    const other = await openShell(['--join'])
    const stopped = await openShell(['--join'])
    stopped.child.kill('SIGSTOP')
    first.child.stdin.end('exit 5\n')
    t.equal((await first.ended).code, 5, 'one that is stopped keeps nobody')
    const { code, stderr } = await other.ended
    t.equal(code, 3)
    t.match(stderr, `the shell that opened the machine (process ${first.child.pid}) has ended`)
    stopped.child.kill('SIGCONT')
    t.equal((await stopped.ended).code, 3)
    t.same(openFolders(), [])
  })
})

t.test('of several machines one is named by the process that has it open', async t => {
  const shells = [await openShell(), await openShell()]
  for (const [index, { say }] of shells.entries()) await say(`echo ${index} > /tmp/which`)
  const pids = shells.map(({ child }) => child.pid)
  for (const args of [['--join'], ['--join', '1']]) {
    const { code, stderr } = await unboxed(['shell', ...args])
    t.equal(code, 2)
    for (const pid of pids) t.match(stderr, `unboxed shell --join ${pid}  # vm: QEMU`)
  }
  for (const [index, pid] of pids.entries()) {
    const joined = startPiped(['shell', '--join', `${pid}`])
    joined.child.stdin.end('cat /tmp/which\n')
    t.same(await joined.ended, { code: 0, stdout: `${index}\n`, stderr: '' })
  }
  for (const { child } of shells) child.stdin.end()
  await Promise.all(shells.map(({ ended }) => ended))
})

t.test('a runner that is killed takes its terminals with it, and is forgotten', async t => {
  const first = await openShell()
  const second = await openShell(['--join'])
  first.child.kill('SIGKILL')
  const { code, stderr } = await second.ended
  t.equal(code, 3)
  t.match(stderr, `(process ${first.child.pid}) was killed`)
  t.equal((await unboxed(['shell', '--join'])).code, 3)
  t.same(openFolders(), [], 'what it left is swept')
})

t.test('a person at a second terminal: keys, Ctrl-C, the size, and the exit code', async t => {
  const first = startAtTerminal(['shell'])
  t.ok(await until(60_000, () => first.seen.stdout.includes('# ')), 'the first prompt')
  const second = startAtTerminal(['shell', '--join'])
  const prompts = () => second.seen.stdout.split('# ').length - 1
  const typed = async (keys: string) => {
    const [before, from] = [prompts(), second.seen.stdout.length]
    second.child.stdin.write(keys)
    t.ok(await until(60_000, () => prompts() > before), `a prompt after ${JSON.stringify(keys)}`)
    return second.seen.stdout.slice(from)
  }
  t.ok(await until(60_000, () => prompts() > 0), 'the second prompt')
  t.match(await typed('tty\r'), '/dev/pts/1')
  second.child.stdin.write('sleep 1003\r')
  await new Promise(resolve => setTimeout(resolve, 1000))
  await typed('\u0003')
  t.match(await typed('echo it was $?\r'), 'it was 130')
  second.child.stdin.write('exit 9\r')
  t.equal((await second.ended).code, 9)
  first.child.stdin.write('exit\r')
  t.equal((await first.ended).code, 0)
})

/** Asks until the answer is yes, for half a minute. */
async function untilSo(ask: () => Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) if (await ask()) return true
  return false
}
