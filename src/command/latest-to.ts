import type { Socket } from 'node:net'
import { type FromRunner, send } from './join-message.ts'

/** Sends messages of which only the latest counts: a terminal that takes nothing gets it once it does, and none of those before it are kept. */
export function latestTo(socket: Socket): (message: FromRunner) => void {
  let late: FromRunner | undefined
  const tell = (message: FromRunner) => {
    if (socket.writableNeedDrain) late = message
    else send(socket, message)
  }
  socket.on('drain', () => {
    const message = late
    late = undefined
    if (message) tell(message)
  })
  return tell
}
