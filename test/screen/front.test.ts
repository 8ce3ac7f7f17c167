import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type AtTerminal, atTerminal, keys } from './at-terminal.ts'

const learner = [process.execPath, '--import=tsx', join(import.meta.dirname, 'learner.ts')]

/** A learner's screen with a shell of this host, at its first prompt. */
async function learnerAt(
  t: Test,
  args: readonly string[] = [],
  options: Parameters<typeof atTerminal>[2] = {},
): Promise<AtTerminal> {
  const screen = await atTerminal(t, [...learner, ...args], options)
  await screen.until(/^1\$/)
  return screen
}

const task = /Start a shell that is process 1/

t.test('the chord turns to the task and back; what a shell prints meanwhile is kept', async t => {
  const screen = await learnerAt(t)
  screen.press('echo before; sleep 0.5; echo mean; echo while\r')
  await screen.until(/^before$/m)
  screen.press(keys.chord)
  await screen.until(task)
  t.match(screen.text(), '^] shell')
  t.notMatch(screen.text(), 'before')
  t.match(screen.modes(), { isAlternate: true, mouse: 'none' })
  t.notOk(screen.cursor().isShown)
  await new Promise(resolve => setTimeout(resolve, 700))
  screen.press(keys.chord)
  await screen.until(/^before\nmean\nwhile\n1\$$/m)
  t.match(screen.modes(), { isAlternate: false })
  t.ok(screen.cursor().isShown)
  screen.press('echo again\r')
  await screen.until(/^again\n1\$$/m)
})

t.test('every encoding of the chord is one, and none in pasted text', async t => {
  const screen = await learnerAt(t)
  for (const chord of ['\x1d', '\x1b[93;5u', '\x1b[27;5;93~', '\x1b[93;133u']) {
    screen.press(chord)
    await screen.until(task)
    screen.press(keys.escape)
    await screen.until(/^1\$$/m)
  }
  screen.press(`cat -v\r`)
  screen.press(keys.paste('a\x1db'))
  screen.press('\x1b[D]\r')
  t.ok(await screen.until(/a\^\]b/))
})

t.test('] on the task screen types the chord into the shell', async t => {
  const screen = await learnerAt(t)
  screen.press('read -rsn1 key; printf "%q\\n" "$key"\r')
  await screen.untilSo('the command', () => /printf.*\n?/.test(screen.text()))
  screen.press(keys.chord)
  await screen.until(task)
  screen.press(']')
  t.ok(await screen.until(/^\$'\\035'$/m))
})

t.test('a full-screen program keeps its screen and its modes', async t => {
  const screen = await learnerAt(t, [], { env: { LESS: '' } })
  screen.press(`seq 1 500 | less\r`)
  await screen.until(/^23\n:$/m)
  const before = screen.text()
  screen.press(keys.chord)
  await screen.until(task)
  screen.press(keys.chord)
  await screen.until(/^23\n:$/m)
  t.equal(screen.text(), before)
  screen.press(' ')
  await screen.until(/^46\n:$/m)
  screen.press(keys.chord)
  await screen.until(task)
  screen.press(keys.chord)
  await screen.until(/^46\n:$/m)
  screen.press('q')
  await screen.until(/^1\$.*less\n1\$$/m)
  t.match(screen.modes(), { isAlternate: false })
})

t.test('vim with its mouse, its keys and its cursor', async t => {
  const cwd = t.testdir({ text: 'one\ntwo\nthree\n' })
  const screen = await learnerAt(t, [], { cwd })
  screen.press(`vim -u NONE -c 'set mouse=a nocp ttymouse=sgr' text\r`)
  await screen.until(/^one\ntwo\nthree\n~/)
  screen.press('jitwice \x1b')
  await screen.until(/^twice two$/m)
  await screen.untilSo('the end of the insertion', () => screen.cursor().column === 5)
  await screen.untilSo('the mouse', () => screen.modes().mouse !== 'none')
  const [modes, cursor] = [screen.modes(), screen.cursor()]
  screen.press(keys.chord)
  await screen.until(task)
  t.match(screen.modes(), { mouse: 'none', applicationCursor: false })
  screen.press(keys.chord)
  await screen.until(/^twice two$/m)
  t.same([screen.modes(), screen.cursor()], [modes, cursor])
  screen.press(':wq\r')
  await screen.until(/^1\$$/m)
  t.match(screen.modes(), { isAlternate: false, mouse: 'none' })
  screen.press(`cat text\r`)
  await screen.until(/^twice two$/m)
})

t.test('a program that leaves its screen while the task is shown', async t => {
  const screen = await learnerAt(t)
  screen.press(
    `echo above; printf '\\e[?1049h\\e[H\\e[?1003hfull'; sleep 1; printf '\\e[?1049l\\e[?1003lleft\\n'\r`,
  )
  await screen.until(/^full/)
  screen.press(keys.chord)
  await screen.until(task)
  await new Promise(resolve => setTimeout(resolve, 1_200))
  screen.press(keys.chord)
  await screen.until(/^above\nleft\n1\$$/m)
  t.match(screen.modes(), { isAlternate: false, mouse: 'none' })
})

t.test('another terminal: each has its own screen', async t => {
  const screen = await learnerAt(t)
  screen.press('echo one\r')
  await screen.until(/^one\n1\$$/m)
  screen.press(`${keys.chord}t`)
  await screen.until(/^2\$$/m)
  screen.press('seq 1 3 | less -X\r')
  await screen.until(/^3\n/m)
  screen.press(`${keys.chord}t`)
  await screen.until(/^1\$ echo one\none\n1\$$/m)
  screen.press(`${keys.chord}t`)
  await screen.until(/^1\n2\n3\n/m)
  screen.press('qexit\r')
  await screen.until(/^1\$ echo one\none\n1\$$/m)
  screen.press('exit 3\r')
  t.equal(await screen.ended, 3)
})

t.test('keys: a question before what cannot be undone, a line of text, long texts, errors, help', async t => {
  const screen = await learnerAt(t)
  screen.press(keys.chord)
  await screen.until(/There is help for this step: 2 hints/)
  screen.press('h')
  await screen.until(/Hint 1 Hint number 1/)
  screen.press('x')
  await screen.until(/fresh one\? y\/n/)
  screen.press('n')
  await screen.untilSo('no question', () => !/y\/n/.test(screen.text()))
  screen.press('xy')
  await screen.until(/A fresh machine\./)
  screen.press('ky')
  await screen.until(/It cannot be skipped\./)
  screen.press('a')
  await screen.until(/This step asks no question/)
  screen.press('d')
  await screen.until(/^ change 1\n(.*\n)* change 22\n lines 1–22 of 50/m)
  screen.press(keys.pageDown)
  await screen.until(/^ change 22\n(.*\n)* change 43$/m)
  screen.press('z')
  await screen.until(task)
  screen.press('?')
  await screen.until(/lab hint\s+one more hint/)
  screen.press(keys.paste('qqq'))
  await new Promise(resolve => setTimeout(resolve, 100))
  t.match(screen.text(), 'lab hint')
  screen.press(keys.chord)
  await screen.until(/^1\$$/m)
  screen.press(`${keys.chord}q`)
  t.equal(await screen.ended, 0)
  t.match(screen.modes(), { isAlternate: false, bracketedPaste: false })
})

t.test('a resize reaches the task screen and the shells', async t => {
  const screen = await learnerAt(t)
  screen.press(keys.chord)
  await screen.until(task)
  screen.resize({ rows: 40, columns: 100 })
  await screen.untilSo('40 rows', () => screen.text().split('\n').length === 40)
  screen.resize({ rows: 16, columns: 60 })
  await screen.until(/lines 1–14 of \d+/)
  t.equal(screen.text().split('\n').length, 16)
  screen.press(keys.chord)
  await screen.until(/^1\$$/m)
  screen.press('stty size\r')
  await screen.until(/^16 60$/m)
})

t.test('lines of ours: above a prompt, on the task screen, and the task itself', async t => {
  const screen = await learnerAt(t)
  screen.press(`echo '!say 2 of 3'\r`)
  await screen.until(/✓ 2 of 3$/m)
  screen.press(`sleep 0.5; echo '!notice careful'\r`)
  screen.press(keys.chord)
  await screen.until(/^ careful$/m)
  screen.press(keys.chord)
  await screen.until(/!notice careful\n1\$$/m)
  screen.press(`echo '!task'\r`)
  t.ok(await screen.until(task))
})

t.test('what is printed and typed goes through byte for byte', async t => {
  const text =
    '\x1b]8;;http://x\x07link\x1b]8;;\x07 \x1b[58;5;1m\x1b[4:3mcurly\x1b[m 名前 \u{1f600}é \x1b[?2026h\x1b[?2026l\x07\x1b]52;c;eA==\x07'
  const cwd = t.testdir({ text })
  const screen = await learnerAt(t, [], { cwd })
  screen.press('cat text; echo; cat -v\r')
  await screen.until(/^link curly 名前/m)
  t.ok(screen.written().includes(text))
  screen.press('\x1b[<0;5;5M\x1bOP')
  const letter = Buffer.from('é')
  screen.press(letter.subarray(0, 1))
  await new Promise(resolve => setTimeout(resolve, 100))
  screen.press(letter.subarray(1))
  screen.press('\r')
  await screen.until(/^\^\[\[<0;5;5M\^\[OPM-CM-\)$/m)
})

t.test('60 columns without colours', async t => {
  const screen = await learnerAt(t, [], { env: { NO_COLOR: '1' }, size: { rows: 30, columns: 60 } })
  screen.press(keys.chord)
  await screen.until(/○ process box: namespaces\.pid is its own/)
  await screen.until(/● cgroup mygroup/)
  screen.press('?')
  await screen.until(/lab hint/)
  t.notMatch(screen.written(), /\x1b\[3\dm/)
})

t.test('a flood costs neither memory nor much time', async t => {
  const screen = await learnerAt(t)
  const rss = () => Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${screen.pid}/status`))?.[1])
  const before = rss()
  screen.press('yes | head -c 5000000; echo; echo done\r')
  await screen.until(/^y$/m)
  screen.press(keys.chord)
  await screen.until(task)
  screen.press(keys.chord)
  await screen.until(/^done\n1\$$/m, 60_000)
  t.ok(rss() - before < 150_000, `${before} → ${rss()} kB`)
})

for (const [what, command, end] of [
  ['SIGTERM', 'read', (screen: AtTerminal) => process.kill(childOf(screen.pid), 'SIGTERM')],
  ['the end of its shell', 'sleep 1; exit', () => undefined],
] as const)
  t.test(`the terminal is given back: ${what}`, async t => {
    const line = `${learner.join(' ')}; stty -a | grep -o -e '-icanon' -e '-echo '; echo end`
    const screen = await atTerminal(t, ['bash', '-c', line])
    await screen.until(/^1\$/)
    screen.press(`printf '\\e[?1049h\\e[?1003h\\e[?25lfull'; ${command}\r`)
    await screen.until(/^full/m)
    screen.press(keys.chord)
    await screen.until(task)
    end(screen)
    await screen.until(/^end$/m)
    t.notMatch(screen.text(), /^-(icanon|echo)/m)
    t.same(screen.modes(), {
      isAlternate: false,
      mouse: 'none',
      bracketedPaste: false,
      applicationCursor: false,
    })
    t.ok(screen.cursor().isShown)
  })

t.test('a terminal without an alternate screen', async t => {
  const screen = await learnerAt(t, [], { env: { TERM: 'linux' } })
  for (const final of ['h', 'l'])
    screen.emulator.parser.registerCsiHandler({ prefix: '?', final }, params => params[0] === 1049)
  screen.press('echo before; sleep 0.5; echo while\r')
  await screen.until(/^before$/m)
  screen.press(keys.chord)
  await screen.until(task)
  t.notOk(screen.modes().isAlternate)
  await new Promise(resolve => setTimeout(resolve, 700))
  screen.press(keys.chord)
  await screen.until(/^before\nwhile\n1\$$/m)
  t.notMatch(screen.text(), task)
})

t.test('a window that is closed ends it', async t => {
  const screen = await learnerAt(t)
  screen.press(keys.chord)
  await screen.until(task)
  screen.hangUp()
  await screen.untilSo('the end', () => !isAlive(screen.pid))
  t.notOk(isAlive(screen.pid))
})

t.test('plain: no chord, nothing redrawn, the task as lines in words', async t => {
  for (const [args, env] of [
    [['--plain'], { NO_COLOR: '1' }],
    [[], { TERM: 'dumb', NO_COLOR: '1' }],
  ] as const) {
    const screen = await learnerAt(t, args, { env, size: { rows: 60, columns: 80 } })
    screen.press(`${keys.chord}xecho '!task'\r`) // for the shell, it looks for an x
    await screen.until(/^ not yet: process box: namespaces\.pid is its own$/m)
    await screen.until(/^ true now: cgroup mygroup: memory\.max is 64MiB$/m)
    screen.press(`echo '!say 2 of 3'\r`)
    await screen.until(/✓ 2 of 3$/m)
    t.notMatch(screen.written(), /\x1b\[\?1049|\x1b\[\?2026|\x1b\[\d*;\d*H/)
    screen.press('exit 4\r')
    t.equal(await screen.ended, 4)
  }
})

const read = (file: string) => readFileSync(file, 'utf8')

const childOf = (pid: number) => Number(read(`/proc/${pid}/task/${pid}/children`).split(' ')[0])

const isAlive = (pid: number) =>
  existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(read(`/proc/${pid}/status`))
