import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { openPane } from '../../src/screen/pane.ts'
import { atTerminal, keys } from './at-terminal.ts'

const argv = ['unboxed', 'watch', '4711']

const skip = isInstalled('tmux') ? false : 'tmux is not installed'

t.test('in tmux, the task has a pane beside the shell, which keeps the keyboard', { skip }, async t => {
  const learner = [process.execPath, '--import=tsx', join(import.meta.dirname, 'learner.ts')]
  // The path of a socket must be short.
  const folder = mkdtempSync(join(tmpdir(), 'unboxed-tmux-'))
  const env = { TMUX_TMPDIR: folder, TMUX: undefined, ZELLIJ: undefined }
  t.teardown(() => {
    execFileSync('tmux', ['kill-server'], { env: { ...process.env, ...env } })
    rmSync(folder, { recursive: true })
  })
  const screen = await atTerminal(t, ['tmux', '-f', '/dev/null', 'new-session', ...learner], {
    env,
    size: { rows: 24, columns: 160 },
  })
  await screen.until(/^1\$/m)
  screen.press(keys.chord)
  await screen.until(/Start a shell that is process 1/)
  // The command of the driver is one that stays.
  screen.press('w')
  await screen.until(/│.*watching \d+/)
  screen.press(`${keys.chord}echo still here\r`)
  await screen.until(/^still here +│/m)
  screen.press('exit\r')
  await screen.untilSo('the pane alone', () => !screen.text().includes('│'))
  t.match(screen.text(), /watching \d+/)
})

t.test('elsewhere it says what to type', async t => {
  t.equal(await openPane(argv, {}), 'In another terminal, type: unboxed watch 4711')
  t.equal(
    await openPane(argv, { TERM_PROGRAM: 'vscode' }),
    'Split the terminal (Ctrl+Shift+5), and type there: unboxed watch 4711',
  )
  t.match(
    await openPane(argv, { ZELLIJ: '0', PATH: '/nowhere' }),
    /^zellij opened no pane \(.*ENOENT.*\)\. In another terminal, type: unboxed watch 4711$/,
  )
})

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['-V'])
    return true
  } catch {
    return false // ENOENT
  }
}
