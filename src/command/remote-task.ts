import type { Socket } from 'node:net'
import type { Action } from '../learn/action.ts'
import type { Task } from '../learn/task.ts'
import type { TaskView } from '../learn/task-view.ts'
import { type FromRunner, type FromTerminal, listen, send } from './join-message.ts'

/** The task of an attempt in another process, from its first view, over one socket after the other. */
export interface RemoteTask {
  /** Takes views from this socket until the runner closes the machine; rejects if it says no, or is gone. */
  follow(socket: Socket): Promise<void>
}

interface Listener {
  /** The first view has come. */
  begun(task: Task): void
  /** Why there is no task at the other end. */
  refused(said: string): Error
  lost(): Error
}

export function remoteTask({ begun, refused, lost }: Listener): RemoteTask {
  const listeners: ((view: TaskView) => void)[] = []
  const waiting = new Map<number, (text: string) => void>()
  let latest: TaskView | undefined
  let say: (message: FromTerminal) => void = () => undefined
  let count = 0
  const act = (act: Action) =>
    new Promise<string>(resolve => {
      const number = ++count
      waiting.set(number, resolve)
      say({ act, number })
    })
  const take = (view: TaskView) => {
    const isFirst = latest === undefined
    latest = view
    if (isFirst)
      begun({
        get view() {
          return latest ?? view
        },
        onView: listener => void listeners.push(listener),
        act,
      })
    else for (const listener of listeners) listener(view)
  }
  /** An action that ends the attempt is not answered. */
  const detach = () => {
    say = () => undefined
    for (const resolve of waiting.values()) resolve('')
    waiting.clear()
    if (latest) take({ ...latest, notices: [closedNotice] })
  }
  return {
    follow: socket =>
      new Promise<void>((resolve, reject) => {
        listen<FromRunner>(socket, message => {
          if ('view' in message) take(message.view)
          else if ('acted' in message) {
            waiting.get(message.acted)?.(message.told)
            waiting.delete(message.acted)
          } else if ('refused' in message) reject(refused(message.refused))
          else if ('closed' in message) {
            detach()
            resolve()
            socket.destroy()
          }
        })
        socket.once('close', () => reject(lost())).once('error', () => reject(lost()))
        say = message => void send(socket, message)
        say({ watch: true })
      }),
  }
}

const closedNotice = 'The machine has been closed; waiting for the next one.'
