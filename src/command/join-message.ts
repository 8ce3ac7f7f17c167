import type { Socket } from 'node:net'
import type { Action } from '../learn/action.ts'
import type { TaskView } from '../learn/task-view.ts'
import type { Size } from '../linux/terminal-size.ts'
import type { KernelView } from '../live/kernel-view.ts'
import { lineSplitter } from '../protocol/lines.ts'
import type { Screen } from './terminal.ts'

/**
 * What a terminal that joins a machine says to the runner that has it open; `screen` comes first, or `watch` from one that shows the task
 * of its learner, or `kernel` from one that shows the machine's kernel. JSON, one object a line.
 */
export type FromTerminal =
  | { readonly screen: Screen }
  | { readonly type: string; readonly end: boolean }
  | { readonly resize: Size }
  | { readonly watch: true }
  | { readonly kernel: true }
  /** An action, and a number for the answer to it. */
  | { readonly act: Action; readonly number: number }

/** What that runner says: output, the task or the kernel, and at last one of the others. */
export type FromRunner =
  | { readonly stream: 'stdout' | 'stderr'; readonly text: string }
  | { readonly view: TaskView }
  | { readonly kernel: KernelView }
  /** What an action has to tell. */
  | { readonly acted: number; readonly told: string }
  | { readonly exit: number }
  /** What was asked for is not there. */
  | { readonly refused: string }
  /** The first shell has ended, and the machine with it. */
  | { readonly closed: true }

export function send(socket: Socket, message: FromTerminal | FromRunner): boolean {
  return socket.write(`${JSON.stringify(message)}\n`)
}

/** Calls `hear` for each message; another program's words at this end break the connection. */
export function listen<M extends FromTerminal | FromRunner>(
  socket: Socket,
  hear: (message: M) => void,
): void {
  socket.on(
    'data',
    lineSplitter(
      line => {
        const message = parse(line)
        if (message) hear(message as M)
        else socket.destroy()
      },
      () => socket.destroy(),
    ),
  )
}

function parse(line: string): object | undefined {
  try {
    const message: unknown = JSON.parse(line)
    return typeof message === 'object' && message !== null ? message : undefined
  } catch {
    return undefined
  }
}
