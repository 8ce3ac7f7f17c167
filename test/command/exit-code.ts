import { spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { atTerminal } from '../screen/at-terminal.ts'

const root = join(import.meta.dirname, '../..')

/** A way to make a command exit with a code. */
export interface Way {
  readonly code: number
  /** The command line; its first word is the command in the table. */
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Where standard output goes: nowhere, to a full disk, or to a reader that has gone. Default nowhere. */
  readonly output?: 'full' | 'gone'
  /** Sends SIGINT once something is so. */
  readonly interruptedWhen?: (pid: number) => boolean
  readonly input?: string
  /** It runs at a terminal, where this is typed once the screen matches. */
  readonly atTerminal?: { readonly when: RegExp; readonly type: string } | 'untouched'
}

/** The table of the documentation: `CODE COMMAND` for each command that can give a code. */
export function documented(): string[] {
  const text = readFileSync(join(root, 'docs/exit-codes.md'), 'utf8')
  return [...text.matchAll(/^\| (\d+) \| .* \| ([a-z, -]+) \|$/gm)].flatMap(([, code, commands = '']) =>
    commands.split(', ').map(command => `${code} ${command}`),
  )
}

export const nameOf = ({ code, args }: Way) => `${code} ${args[0]}`

/** The exit code that the built command gives. */
export async function codeOf({
  args,
  env,
  output,
  interruptedWhen,
  input = '',
  atTerminal: typed,
}: Way): Promise<number | null> {
  const argv = [process.execPath, join(root, 'dist/cli.js'), ...args]
  if (typed) return codeAtTerminal(argv, { env, typed, interruptedWhen })
  const out = output === 'full' ? openSync('/dev/full', 'w') : output === 'gone' ? 'pipe' : 'ignore'
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), ...args], {
    env: env ?? process.env,
    stdio: ['pipe', out, 'ignore'],
  })
  child.stdout?.destroy()
  child.stdin?.on('error', () => undefined) // it does not read
  if (interruptedWhen === undefined) child.stdin?.end(input)
  const stop = interrupt(child.pid ?? 0, interruptedWhen)
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  stop()
  return code
}

/** The same at a terminal. */
async function codeAtTerminal(
  command: readonly string[],
  {
    env,
    typed,
    interruptedWhen,
  }: { [K in 'env' | 'interruptedWhen']: Way[K] | undefined } & { typed: Way['atTerminal'] },
): Promise<number | null> {
  const endings: (() => unknown)[] = []
  const teardown = (end: () => unknown) => void endings.push(end)
  // The terminal itself needs the environment of this process.
  const variables = Object.entries({ TERM: 'xterm', ...env }).map(([name, value]) => `${name}=${value}`)
  const screen = await atTerminal({ teardown }, [...(env ? ['env', '-i', ...variables] : []), ...command])
  const stop = interrupt(screen.pid, interruptedWhen)
  try {
    if (typeof typed === 'object') {
      await screen.until(typed.when, 60_000)
      screen.press(typed.type)
    }
    return await screen.ended
  } finally {
    stop()
    for (const end of endings) await end()
  }
}

/** Sends SIGINT once something is so. Returns what gives that up. */
function interrupt(pid: number, when: Way['interruptedWhen']): () => void {
  const timer = setInterval(() => {
    if (!when?.(pid)) return
    clearInterval(timer)
    process.kill(pid, 'SIGINT')
  }, 50)
  return () => clearInterval(timer)
}
