import type { Socket } from 'node:net'
import { type Action, actions } from '../learn/action.ts'
import type { Task } from '../learn/task.ts'
import type { TaskView } from '../learn/task-view.ts'
import { type FromTerminal, send } from './join-message.ts'
import { latestTo } from './latest-to.ts'

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
  return {
    add(socket) {
      const send = latestTo(socket)
      const show = (view: TaskView) => send({ view })
      socket.once('close', () => watchers.delete(show))
      watchers.add(show)
      show(task.view)
    },
    async act(socket, { act, number }) {
      if (!isAction(act)) return void socket.destroy()
      const text = await task.act(act).catch((error: Error) => error.message)
      if (!socket.destroyed) send(socket, { acted: number, told: text })
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
