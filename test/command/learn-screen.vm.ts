import t, { type Test } from 'tap'
import { useOwnCache } from '../machine/vm/own-cache.ts'
import { keys } from '../screen/at-terminal.ts'
import { type AtLab, learnAt, prompt } from './learn-at.ts'

t.setTimeout(300_000)
await useOwnCache(t)

const at = await learnAt(t, ['mount', '--seed', 'monday'], t.testdir())
await at.until(prompt)

t.test('vim, with the task between and a new size in the middle', async t => {
  at.type('vi /etc/passwd')
  await at.until(/^root:x:0:0:[\s\S]*~$/m)
  at.press('ggOa line of mine')
  await at.until(/^a line of mine\nroot:x/m)
  await taskAndBack(t, at)
  at.press(' and more')
  await at.until(/^a line of mine and more\nroot:x/m)
  at.press(keys.escape)
  const before = at.written().length
  at.resize({ rows: 30, columns: 90 })
  await at.untilSo('vim draws itself again', () => at.written().length > before + 200)
  at.press(':set columns? lines?\r')
  await at.until(/columns=90[\s\S]*lines=30/)
  at.press(keys.enter)
  await toTask(at)
  at.resize({ rows: 24, columns: 70 })
  await at.untilSo('the task in the new size', () => widest(at) <= 70 && /Step 1 of 3/.test(at.text()))
  await toShell(at)
  await at.until(/^a line of mine and more\nroot:x/m)
  t.ok(widest(at) <= 70)
  at.press(':q!\r')
  await at.until(prompt)
  t.match(at.modes(), { isAlternate: false })
})

t.test('top goes on behind the task', async t => {
  at.type('top -d 0.5')
  await at.until(/load average[\s\S]*PID USER/)
  await toTask(at)
  await toShell(at)
  const { written } = at
  const before = written().length
  await at.untilSo('the next screen of top', () => /load average|%Cpu/.test(written().slice(before)))
  at.press('q')
  await at.until(prompt)
  t.match(at.modes(), { isAlternate: false, applicationCursor: false })
})

t.test('less, its screen gone afterwards', async t => {
  await at.command('echo before')
  at.type('seq 1000 | less')
  await at.until(/^1\n2\n[\s\S]*:$/m)
  at.press(' ')
  await at.until(/^24\n[\s\S]*\n46\n:$/m)
  await taskAndBack(t, at)
  at.press('q')
  await at.until(/^before\n.*seq 1000 \| less\nunboxed:\S*#$/m)
})

t.test('the size follows, at the prompt and on the task', async t => {
  at.resize({ rows: 31, columns: 91 })
  await untilSize(at, '31 91')
  await toTask(at)
  at.resize({ rows: 40, columns: 100 })
  await at.untilSo(
    'all of the task',
    () => widest(at) > 70 && widest(at) <= 100 && /\? help$/.test(at.text()),
  )
  await toShell(at)
  await untilSize(at, '40 100')
  t.pass()
})

t.test('Ctrl-C in a command and at the prompt, Ctrl-Z, UTF-8', async t => {
  at.type('sleep 1001')
  await at.untilSo('it runs', () => /sleep 1001$/.test(at.text()))
  await new Promise(resolve => setTimeout(resolve, 1_500))
  at.press(keys.interrupt)
  await at.until(/\^C\nunboxed:\S*#$/)
  await at.command('echo it was $?')
  t.match(at.text(), /^it was 130$/m)
  at.press('touch /tmp/never')
  await at.until(/touch \/tmp\/never$/)
  at.press(keys.interrupt)
  await at.until(/never\^C\nunboxed:\S*#$/)
  await at.command('ls /tmp/never')
  t.match(at.text(), 'No such file')
  at.type('sleep 1002')
  await new Promise(resolve => setTimeout(resolve, 1_500))
  at.press(keys.suspend)
  await at.until(/Stopped\s+sleep 1002\n[\s\S]*#$/)
  await at.command('kill %1; fg')
  await at.command('echo Grüße an 容器 und 🐳')
  t.match(at.text(), /^Grüße an 容器 und 🐳$/m)
})

t.test('several lines are pasted at once, and run at Enter', async t => {
  t.ok(at.modes().bracketedPaste)
  at.press(keys.paste('echo on$((0+1))e\recho tw$((1+1))o'))
  await at.until(/tw\$\(\(1\+1\)\)o$/)
  t.notMatch(at.text(), /^on1e$/m)
  at.press(keys.enter)
  await at.until(/^on1e\n(.*\n)*tw2o\n/m)
})

t.test('another terminal, and back when its shell ends', async t => {
  await at.command('echo first of all')
  await toTask(at)
  at.press('t')
  await at.untilSo(
    'a new shell',
    () => !at.modes().isAlternate && prompt.test(at.text()) && !/first of all/.test(at.text()),
  )
  await at.command('tty; stty size')
  t.match(at.text(), /^\/dev\/pts\/1\n40 100$/m)
  await toTask(at)
  at.press('t')
  await at.until(/^first of all$/m)
  await at.command('tty')
  t.match(at.text(), /^\/dev\/pts\/0$/m)
  await toTask(at)
  at.press('t')
  await at.until(/^\/dev\/pts\/1\n40 100/m)
  at.type('exit')
  await at.until(/^first of all$/m)
  await at.until(prompt)
})

t.test('the last shell ends, and with it the lab', async t => {
  at.type('exit')
  t.equal(await at.ended, 0)
  t.match(at.modes(), { isAlternate: false, bracketedPaste: false, mouse: 'none' })
  t.ok(at.cursor().isShown)
})

/** A new size takes another way than keys do. */
async function untilSize(at: AtLab, size: string): Promise<void> {
  for (let tries = 0; tries < 10 && !at.text().split('\n').includes(size); tries++)
    await at.command('stty size')
  await at.until(new RegExp(`^${size}$`, 'm'))
}

const widest = (at: AtLab) =>
  Math.max(
    ...at
      .text()
      .split('\n')
      .map(line => line.length),
  )

async function toTask(at: AtLab): Promise<void> {
  at.press(keys.chord)
  await at.until(/Step 1 of 3[\s\S]*\? help$/)
}

async function toShell(at: AtLab): Promise<void> {
  at.press(keys.chord)
  await at.untilSo('the shell', () => !/\? help$/.test(at.text()))
}

/** Turns to the task and back, and what was shown is shown again. */
async function taskAndBack(t: Test, at: AtLab): Promise<void> {
  const [before, cursor] = [at.text(), at.cursor()]
  await toTask(at)
  await toShell(at)
  await at.untilSo('what was there', () => at.text() === before)
  t.same(at.cursor(), cursor)
}
