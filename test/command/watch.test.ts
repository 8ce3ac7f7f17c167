import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { connectTo, openShells } from '../../src/command/open-shells.ts'
import type { World } from '../../src/command/world.ts'
import { atTerminal, keys } from '../screen/at-terminal.ts'

const node = [process.execPath, '--import=tsx']
const learner = [...node, join(import.meta.dirname, '../screen/learner.ts'), '--serve']
const cli = [...node, join(import.meta.dirname, '../../src/cli.ts')]

/** A learner at a lab, whose task can be watched. */
async function learning(t: Test) {
  const env = { XDG_CACHE_HOME: t.testdir() }
  const screen = await atTerminal(t, learner, { env })
  await screen.until(/^1\$/)
  const world = { env, uid: process.getuid?.() } as unknown as World
  await screen.untilSo('a socket', () => screen.text() !== '')
  for (let tries = 0; tries < 100 && (await openShells(world)).length === 0; tries++) await setTimeout(50)
  const watch = (...args: readonly string[]) => atTerminal(t, [...cli, 'watch', ...args], { env })
  return { env, screen, world, watch }
}

const task = /Start a shell that is process 1/

t.test('watchers show the task, live; their keys act on it; one that hangs stops nobody', async t => {
  const { screen, watch } = await learning(t)
  const [first, second, hung] = await Promise.all([watch(), watch(`${screen.pid}`), watch()])
  for (const each of [first, second, hung]) await each.until(task)
  hung.kill('SIGSTOP')
  t.match(first.modes(), { isAlternate: true })
  screen.press(`${keys.chord}h`)
  await screen.until(/Hint number 1/)
  for (const each of [first, second]) await each.until(/Hint number 1/)
  first.press('h')
  for (const each of [first, second, screen]) await each.until(/Hint number 2/)
  first.press('c')
  await first.until(/Nothing has changed/)
  t.notMatch(second.text(), 'Nothing has changed', 'an answer is for whoever asked')
  first.press('ky')
  await first.until(/It cannot be skipped/)
  first.press('q')
  t.equal(await first.ended, 0)
  t.match(first.modes(), { isAlternate: false })
  hung.kill('SIGCONT')
  await hung.until(/Hint number 2/)
  screen.kill('SIGKILL')
  t.equal(await second.ended, 3)
  t.match(second.text(), `the process that has the lab open (${screen.pid}) was killed`)
  t.match(second.modes(), { isAlternate: false, bracketedPaste: false })
  t.ok(second.cursor().isShown)
})

t.test('it follows into the next machine, and ends with the process', async t => {
  const { screen, watch } = await learning(t)
  const watcher = await watch()
  await watcher.until(task)
  watcher.press('xy')
  await watcher.until(/The machine has been closed; waiting for the next one/)
  await watcher.untilSo('the next one', () => !watcher.text().includes('waiting'))
  screen.press(`${keys.chord}h`)
  await watcher.until(/Hint number 1/)
  watcher.press('h')
  await screen.until(/Hint number 2/)
  screen.press('q')
  t.equal(await screen.ended, 0)
  t.equal(await watcher.ended, 0)
})

t.test('plain: the task, then a line for each change; json: each view', async t => {
  const { screen, watch } = await learning(t)
  const [plain, json] = await Promise.all([watch('--plain'), watch('--json')])
  await plain.until(/not yet: process box/)
  await json.untilSo('a view', () => json.written().includes('"title":"Processes are counted'))
  screen.press(`${keys.chord}h`)
  await plain.until(/^hint: Hint number 1\.$/m)
  await json.untilSo('another', () => json.written().includes('"hints":["Hint number 1'))
  t.notMatch(plain.written(), '\x1b[?1049h')
  plain.press(keys.interrupt)
  t.equal(await plain.ended, 130)
})

t.test('nothing to watch; a shell is no lab; another program at the socket breaks off', async t => {
  const empty = await atTerminal(t, [...cli, 'watch'], { env: { XDG_CACHE_HOME: t.testdir() } })
  t.equal(await empty.ended, 3)
  t.match(empty.text(), /^unboxed: nobody does a lab right now\n/)
  const { screen, world, watch } = await learning(t)
  const other = await watch('1')
  t.equal(await other.ended, 2)
  t.match(other.text(), `unboxed watch ${screen.pid}  # vm: a machine`)
  const [open] = await openShells(world)
  if (!open) throw new Error('no shell is open')
  for (const asked of [{ name: 'nosuch' }, { name: 'answer', words: [1] }, null]) {
    const socket = await connectTo(open)
    const closed = new Promise(resolve => socket.resume().once('close', resolve))
    socket.write(`${JSON.stringify({ act: asked, number: 1 })}\n`)
    await closed
  }
  screen.press('echo still here\r')
  t.ok(await screen.until(/^still here$/m))
})

t.test('a terminal that joins gets the shell that it is given', async t => {
  const { env } = await learning(t)
  const joined = await atTerminal(t, [...cli, 'shell', '--join'], { env })
  t.ok(await joined.until(/^joined$/m))
})
