import type { Socket } from 'node:net'
import { type Action, actions } from '../learn/action.ts'
import type { Task } from '../learn/task.ts'
import type { TaskView } from '../learn/task-view.ts'
import { type FromRunner, type FromTerminal, send } from './join-message.ts'

/** Shows the task of an attempt to `unboxed watch`, of which there may be several. */
export interface WatchServer {
  /** A terminal has asked to watch. */
  add(socket: Socket): void
  /** It asks for an action. */
  act(socket: Socket, asked: Asked): void
}

type Asked = Extract<FromTerminal, { act: unknown }>

export function watchServer(task: Task): WatchServer {
  const watchers = new Set<(view: TaskView) => void>()
  task.onView(view => {
    for (const show of watchers) show(view)
  })
  const tell = (socket: Socket, message: FromRunner) => send(socket, message)
  return {
    add(socket) {
      // One that takes nothing gets the latest view once it does; none before it are kept.
      let late: TaskView | undefined
      const show = (view: TaskView) => {
        if (socket.writableNeedDrain) late = view
        else tell(socket, { view })
      }
      socket.on('drain', () => {
        const view = late
        late = undefined
        if (view) show(view)
      })
      socket.once('close', () => watchers.delete(show))
      watchers.add(show)
      show(task.view)
    },
    async act(socket, { act, number }) {
      if (!isAction(act)) return void socket.destroy()
      const text = await task.act(act).catch((error: Error) => error.message)
      if (!socket.destroyed) tell(socket, { acted: number, told: text })
    },
  }
}

/** Only this user can reach the socket, but any program of theirs. */
function isAction(value: unknown): value is Action {
  const { name, words } = (value ?? {}) as { name?: unknown; words?: unknown }
  const isKnown = typeof name === 'string' && Object.hasOwn(actions, name)
  return (
    isKnown &&
    (words === undefined || (Array.isArray(words) && words.every(word => typeof word === 'string')))
  )
}
