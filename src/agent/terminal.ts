import { terminalDevice } from '../linux/terminal-device.ts'
import type { Calls } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { CallFailure } from './call-error.ts'
import { childrenOf, processRow } from './process-table.ts'
import { run } from './run-command.ts'
import { startedAs } from './started.ts'

/**
 * The command on a pseudo-terminal of this size, and the environment that it is started with. script(1) creates the terminal and returns
 * the exit status. `--echo always` is needed because script turns echo off if its own input is not a terminal. It runs `$SHELL -c`: sh
 * starts sooner than bash, and gives the command its own value.
 */
export function atTerminal(
  { argv, env }: Pick<Calls['start']['ask'], 'argv' | 'env'>,
  { rows, columns }: { rows: number; columns: number },
): { argv: string[]; env: Record<string, string> } {
  const shell = env.SHELL === undefined ? 'unset SHELL' : `SHELL=${shellWord(env.SHELL)}`
  const command = `stty rows ${rows} cols ${columns}; ${shell}; exec ${argv.map(shellWord).join(' ')}`
  const options = ['--quiet', '--flush', '--return', '--echo', 'always']
  return {
    argv: ['script', ...options, '--command', command, '/dev/null'],
    env: { ...env, SHELL: '/bin/sh' },
  }
}

/** Sets the size; the kernel notifies the foreground process group (SIGWINCH). */
export async function resize(agent: Agent, ask: Calls['resize']['ask']): Promise<null> {
  const { key, running, terminal } = startedAs(agent, ask.key)
  if (!terminal) throw new CallFailure({ errno: 'ENOTTY', message: `${key} has no terminal` })
  const device = terminalBelow(running.pid)
  if (!device) throw new CallFailure({ errno: 'ESRCH', message: `no process runs on the terminal of ${key}` })
  const argv = ['stty', '-F', device, 'rows', String(ask.rows), 'cols', String(ask.columns)]
  await run(agent.starter, { argv, amongLabs: true })
  return null
}

/** The terminal of script's child, by its device number, which does not depend on the child's descriptors. */
function terminalBelow(pid: number): string | undefined {
  for (const child of childrenOf(pid)) {
    const device = terminalDevice(processRow(child)?.terminal ?? 0)
    if (device) return device
  }
  return undefined
}

function shellWord(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
