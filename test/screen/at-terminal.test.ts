import { readFileSync } from 'node:fs'
import t from 'tap'
import { atTerminal, keys } from './at-terminal.ts'

const shell = ['bash', '--norc', '--noprofile']
const env = { PS1: '$ ', HISTFILE: undefined }

t.test('a shell at a real terminal: a size, keys, a signal by a key, its exit code', async t => {
  const screen = await atTerminal(t, shell, { env, size: { rows: 12, columns: 34 } })
  await screen.until(/^\$/)
  screen.press('stty size; tty; echo $$\r')
  const [, pid] = await screen.until(/^12 34\n\/dev\/pts\/\d+\n(\d+)\n\$$/m)
  t.equal(screen.pid, Number(pid))
  screen.press('sleep 100\r')
  await screen.untilSo('sleep', () => children(screen.pid).includes('sleep'))
  screen.press(keys.interrupt)
  await screen.until(/\^C\n\$$/)
  screen.press('exit 7\r')
  t.equal(await screen.ended, 7)
})

t.test('it is resized, and whoever is at it hears of it', async t => {
  const screen = await atTerminal(t, [
    'bash',
    '-c',
    `trap 'stty size' WINCH; echo ready; while :; do sleep 0.05; done`,
  ])
  await screen.until(/^ready/)
  screen.resize({ rows: 50, columns: 100 })
  await screen.until(/^50 100$/m)
  t.equal(screen.emulator.cols, 100)
})

t.test('the other screen, the cursor, modes, and what was written', async t => {
  const screen = await atTerminal(t, shell, { env })
  await screen.until(/^\$/)
  screen.press(`printf '\\e[?1049h\\e[?25l\\e[?1h\\e[?1002h\\e[3;5Hhere'; sleep 0.2; read -rs\r`)
  await screen.until(/^\n\n {4}here$/)
  t.same(screen.modes(), { isAlternate: true, mouse: 'drag', bracketedPaste: false, applicationCursor: true })
  t.same(screen.cursor(), { row: 2, column: 8, isShown: false })
  screen.press(`\rprintf '\\e[?1049l\\e[?25h'\r`)
  await screen.untilSo('the first screen', () => !screen.modes().isAlternate)
  await screen.until(/^\$$/m)
  t.match(screen.modes(), { isAlternate: false, bracketedPaste: true })
  t.match(screen.written(), '\x1b[3;5Hhere')
})

t.test('what is drawn in one piece is looked at once it is whole', async t => {
  const program = `printf '\\e[?2026hdrawn'; sleep 0.3; printf '\\e[?1h\\e[?2026l'; sleep 100`
  const screen = await atTerminal(t, ['bash', '-c', program])
  await screen.until(/drawn/)
  t.ok(screen.modes().applicationCursor)
})

t.test('a program that asks the terminal is answered', async t => {
  const screen = await atTerminal(t, ['bash', '-c', `printf '\\e[6n'; read -rsd R at; echo "\${at#?}"`])
  await screen.until(/\[1;1/)
  t.equal(await screen.ended, 0)
})

t.test('a window that is closed hangs up, and a signal kills', async t => {
  const closed = await atTerminal(t, ['sleep', '100'])
  closed.hangUp()
  await closed.ended
  await closed.untilSo('end', () => !isAlive(closed.pid))
  const killed = await atTerminal(t, ['sleep', '100'])
  killed.kill('SIGTERM')
  t.equal(await killed.ended, 128 + 15)
})

t.test('a screen that does not come is told with the one that did', async t => {
  const screen = await atTerminal(t, ['bash', '-c', 'echo something else; sleep 100'])
  await screen.until(/else/)
  await t.rejects(
    screen.until(/never/, 50),
    /no \/never\/ within 50 ms on the screen:\n┌─+\n│something else\n└/,
  )
})

t.test('a stopped terminal stops whoever writes to it', async t => {
  const screen = await atTerminal(t, ['bash', '-c', 'yes | head -c 3000000; echo; echo done'])
  screen.stop(true)
  await new Promise(resolve => setTimeout(resolve, 300))
  t.notMatch(screen.text(), 'done')
  screen.stop(false)
  await screen.until(/^done$/m)
})

const children = (pid: number) =>
  read(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter(Boolean)
    .map(child => read(`/proc/${child}/comm`).trim())

const isAlive = (pid: number) => /^State:\s+[^Z]/m.test(read(`/proc/${pid}/status`))

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // it has ended
  }
}
