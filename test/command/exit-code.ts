import { spawn } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

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
}

/** The table of the documentation: `CODE COMMAND` for each command that can give a code. */
export function documented(): string[] {
  const text = readFileSync(join(root, 'docs/exit-codes.md'), 'utf8')
  return [...text.matchAll(/^\| (\d+) \| .* \| ([a-z, ]+) \|$/gm)].flatMap(([, code, commands = '']) =>
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
}: Way): Promise<number | null> {
  const out = output === 'full' ? openSync('/dev/full', 'w') : output === 'gone' ? 'pipe' : 'ignore'
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), ...args], {
    env: env ?? process.env,
    stdio: ['pipe', out, 'ignore'],
  })
  child.stdout?.destroy()
  child.stdin?.on('error', () => undefined) // it does not read
  if (interruptedWhen === undefined) child.stdin?.end(input)
  const pid = child.pid ?? 0
  const timer = setInterval(() => {
    if (!interruptedWhen?.(pid)) return
    clearInterval(timer)
    process.kill(pid, 'SIGINT')
  }, 50)
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  clearInterval(timer)
  return code
}
