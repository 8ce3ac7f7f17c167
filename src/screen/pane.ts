import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { commandLine } from '../plan/shell-syntax.ts'
import { printable } from '../printable.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Runs a command in a pane beside this one, where the terminal has panes; else says what to type. Returns what to tell. */
export async function openPane(argv: readonly string[], env: Environment): Promise<string> {
  const pane = panes.find(({ variable }) => env[variable])
  if (!pane) return `${where(env)}: ${commandLine([...argv])}`
  try {
    await promisify(execFile)(pane.program, [...pane.args, ...argv], { env: { ...env }, timeout: patience })
    return ''
  } catch (error) {
    return `${pane.program} opened no pane (${printable((error as Error).message.split('\n')[0] ?? '')}). ${where(env)}: ${commandLine([...argv])}`
  }
}

/** Milliseconds for the terminal multiplexer to answer. */
const patience = 5_000

/** By the variable that each sets in its panes. The shell keeps the keyboard. */
const panes = [
  { variable: 'TMUX', program: 'tmux', args: ['split-window', '-h', '-d'] },
  { variable: 'ZELLIJ', program: 'zellij', args: ['run', '--direction', 'right', '--name', 'task', '--'] },
] as const

const where = (env: Environment) =>
  env.TERM_PROGRAM === 'vscode'
    ? 'Split the terminal (Ctrl+Shift+5), and type there'
    : 'In another terminal, type'
