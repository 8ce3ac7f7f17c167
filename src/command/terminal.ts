import { askingTerminal } from '../attempt/actor/hand/asking-terminal.ts'
import { startShell } from '../attempt/actor/hand/shell.ts'
import { labEnvironment } from '../attempt/actor/process.ts'
import { markingEnvironment } from '../linux/shell-marks.ts'
import { type Size, sizeOf } from '../linux/terminal-size.ts'
import type { AgentClient } from '../protocol/client.ts'
import { exitCodes } from '../report/exit-code.ts'
import { nodeRuntime } from '../runtime/node.ts'
import type { ShellWords } from './shell-word.ts'
import type { World } from './world.ts'

/** A shell in a machine, as a terminal has it. */
export interface Shell {
  /** Types text into it; `end` ends its input. */
  type(text: string, end?: boolean): void
  /** Tells it that its terminal has another size. */
  resize(size: Size): void
  /** Resolves with its exit code. */
  readonly ended: Promise<number>
}

/** Where a shell is shown: a terminal of some type and size, or, without a size, plain pipes. */
export interface Screen {
  readonly term?: string | undefined
  readonly size?: Size | undefined
}

export type Show = (stream: 'stdout' | 'stderr', text: string) => void

/** The terminal of this process; it has a size only if a person can type there. */
export function screenOf({ stdin, stdout, env }: World): Screen {
  return { term: env.TERM, ...(stdin.isTTY && stdout.isTTY && { size: sizeOf(stdout) }) }
}

/** Opens a login shell of root in a cgroup of the machine. On a terminal, its shells have `lab` where somebody answers it. */
export async function openShell(
  client: AgentClient,
  { key, cgroup }: { key: string; cgroup: string },
  { term = labEnvironment.TERM, size }: Screen,
  show: Show,
  words?: ShellWords,
): Promise<Shell> {
  let end: (code: number) => void = () => undefined
  const ended = new Promise<number>(resolve => {
    end = resolve
  })
  const isAsking = words !== undefined && size !== undefined
  const env = { TERM: term, ...(isAsking ? markingEnvironment : { PS1: 'unboxed:\\w# ' }) }
  // Drops input typed to a shell that has just ended.
  const ignored = () => undefined
  const send = (text: string, end = false) => void client.call('type', { key, text, end }).catch(ignored)
  const terminal = isAsking
    ? askingTerminal(
        {
          answer: words.answer,
          prompted: words.prompted,
          begun: words.begun,
          beforeEnter: words.beforeEnter,
          show: text => show('stdout', text),
          send,
        },
        nodeRuntime,
      )
    : undefined
  await startShell(client, { key, cgroup, env, size, keep }, event => {
    if (event.event === 'output') terminal ? terminal.heard(event.text) : show(event.stream, event.text)
    if (event.event === 'exit') end(event.code ?? exitCodes.failed)
  })
  return {
    ended,
    type: (text, end = false) => (terminal && !end ? terminal.pressed(text) : send(text, end)),
    resize: size => void (client.call('resize', { key, ...size }) as Promise<unknown>).catch(ignored),
  }
}

/** A terminal shows everything: nothing is cut from the middle. */
const keep = Number.MAX_SAFE_INTEGER

/** Every key goes to the shell, Ctrl-C too; the end of a file that is piped in ends it. */
export function useTerminal(shell: Shell, { stdin, stdout }: World): void {
  if (stdin.isTTY && stdout.isTTY) stdout.on('resize', () => shell.resize(sizeOf(stdout)))
  stdin.setRawMode?.(true)
  stdin.setEncoding('utf8')
  stdin.on('data', text => shell.type(String(text)))
  stdin.on('end', () => shell.type('', true))
  stdin.resume()
}

/** Gives the terminal back to the shell that this process was started from. */
export function leaveTerminal({ stdin }: World): void {
  stdin.setRawMode?.(false)
  stdin.pause()
}
