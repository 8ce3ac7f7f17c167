import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { KernelView } from '../../src/live/kernel-view.ts'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { atTerminal, keys } from '../screen/at-terminal.ts'
import { cli, learnAt, prompt } from './learn-at.ts'
import { startPiped, until } from './unboxed.ts'

t.setTimeout(600_000)
await useOwnCache(t)

const command = (...words: readonly string[]) => [process.execPath, cli, ...words]
const size = { rows: 40, columns: 100 }

/** A shell in a VM, at a terminal. `type` types a line and waits for the next prompt. */
async function shellAt(t: Test) {
  const shell = await atTerminal(t, command('shell'), { size })
  await shell.until(prompt, 120_000)
  const type = async (line: string) => {
    shell.press(`clear; ${line}\r`)
    await setTimeout(200)
    await shell.until(prompt)
  }
  return { ...shell, type }
}

t.test('a watcher sees processes, namespaces and limits come and go', async t => {
  const shell = await shellAt(t)
  const watcher = await atTerminal(t, command('watch', '--kernel'), { size })
  const json = startPiped(['watch', '--kernel', String(shell.pid), '--json'])
  const plain = startPiped(['watch', '--kernel', '--plain'])
  await watcher.until(/bash +\/terminal/)
  await until(20_000, () => /bash/.test(plain.seen.stdout) && json.seen.stdout.includes('\n'))

  await shell.type('mkdir /sys/fs/cgroup/box; echo 9M > /sys/fs/cgroup/box/memory.max')
  await watcher.until(/box +\S+\/9M +0\/max +\S+\/max +empty/)
  await shell.type('(echo 0 > /sys/fs/cgroup/box/cgroup.procs; exec unshare --uts --pid --fork sleep 1000) &')
  await watcher.until(/\d+ \(1\) +└─ sleep +pid uts {2}host unboxed {2}\/box/)
  await watcher.until(/box +\S+\/9M +2\/max +\S+ +populated/)
  await shell.type("cp /bin/sleep $'/tmp/\\e[31mred'; $'/tmp/\\e[31mred' 1000 &")
  await watcher.until(/\\x1b\[31mred/)

  for (const columns of [60, 40]) {
    watcher.resize({ rows: 24, columns })
    const isNarrow = (text: string) => !text.split('\n').some(line => line.length > columns)
    await watcher.untilSo('narrow lines with all that was there', () => {
      const text = watcher.text()
      return isNarrow(text) && /└─ sleep[\s\S]+q leave/.test(text)
    })
  }
  watcher.resize(size)
  await shell.type('cd /sys/fs/cgroup/box; echo 1 > cgroup.kill; kill %2; sleep 1; cd; rmdir $OLDPWD')
  await watcher.untilSo('neither', () => !/sleep|box/.test(watcher.text()))

  watcher.press('q')
  t.equal(await watcher.ended, 0)
  t.match(watcher.modes(), { isAlternate: false, bracketedPaste: false })
  t.ok(watcher.cursor().isShown)
  shell.press('exit\r')
  t.equal(await shell.ended, 0)
  t.equal((await json.ended).code, 0)
  t.equal((await plain.ended).code, 0)
  const views: KernelView[] = json.seen.stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  t.ok(views.some(({ processes }) => processes.some(({ name, inner }) => name === 'sleep' && inner === 1)))
  t.ok(views.some(({ cgroups }) => cgroups.some(({ files }) => files['memory.max'] === '9437184')))
  t.match(
    plain.seen.stdout,
    /^~ cgroup box: memory.max max → 9MiB {2}\(\/sys\/fs\/cgroup\/box\/memory.max\)$/m,
  )
  t.match(plain.seen.stdout, /^- cgroup box/m)
})

t.test('it follows a learner into the next machine', async t => {
  const learner = await learnAt(t, ['pid'], t.testdir())
  await learner.until(prompt, 120_000)
  const watcher = await atTerminal(t, command('watch', '--kernel'), { size })
  await watcher.until(/bash/)
  learner.press(`${keys.chord}xy`)
  await watcher.until(/The machine has been closed; waiting for the next one/)
  await watcher.until(/bash[\s\S]*q leave/, 60_000)
  learner.press(`${keys.chord}q`)
  t.equal(await learner.ended, 0)
  t.equal(await watcher.ended, 0)
})
