import type { Socket } from 'node:net'
import type { KernelView } from '../live/kernel-view.ts'
import { type FromRunner, listen, send } from './join-message.ts'

/** Views of the kernel of a machine that another process has open, over one socket after the other. */
export interface RemoteKernel {
  /** Takes views from this socket until the runner closes the machine; rejects if it says no, or is gone. */
  follow(socket: Socket): Promise<void>
}

interface Listener {
  show(view: KernelView): void
  /** The machine has been closed: what is shown next is another one. */
  closed(): void
  /** Why there is nothing to show. */
  refused(said: string): Error
  lost(): Error
}

export function remoteKernel({ show, closed, refused, lost }: Listener): RemoteKernel {
  return {
    follow: socket =>
      new Promise<void>((resolve, reject) => {
        listen<FromRunner>(socket, message => {
          if ('kernel' in message) show(message.kernel)
          else if ('refused' in message) reject(refused(message.refused))
          else if ('closed' in message) {
            closed()
            resolve()
            socket.destroy()
          }
        })
        socket.once('close', () => reject(lost())).once('error', () => reject(lost()))
        send(socket, { kernel: true })
      }),
  }
}
