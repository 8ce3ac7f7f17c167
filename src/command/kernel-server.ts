import type { Socket } from 'node:net'
import type { KernelView } from '../live/kernel-view.ts'
import type { Connection, Machine } from '../machine/machine.ts'
import { UnsupportedKernel } from '../outside/failure.ts'
import type { Outside } from '../outside/outside.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { send } from './join-message.ts'
import { type KernelViews, kernelViews } from './kernel-views.ts'
import { latestTo } from './latest-to.ts'

/** A machine that is open, or will be. */
export type Opening = Promise<Pick<Connection, 'outside'>>

/** Shows the kernel of a machine to `unboxed watch --kernel`, of which there may be several. */
export interface KernelServer {
  /** A terminal has asked to watch. */
  add(socket: Socket): void
}

/** This process has started QEMU, so that it may read the memory of the machine; a terminal that watches may not. */
export function kernelServer({ name }: Pick<Machine, 'name'>, opening: Opening): KernelServer {
  let views: KernelViews | undefined
  const viewsOf = (outside: Outside) => {
    views ??= kernelViews(outside)
    return views
  }
  return {
    async add(socket) {
      try {
        const outside = (await opening).outside?.()
        if (!outside) throw new Error(`unboxed cannot read the memory of the machine ${name}`)
        if (socket.destroyed) return
        const tell = latestTo(socket)
        const stop = viewsOf(outside).follow(
          (kernel: KernelView) => tell({ kernel }),
          error => {
            // A machine that is closed or lost is told by whoever closes this socket.
            const ms = error instanceof UnsupportedKernel ? 0 : patience
            nodeRuntime.after(ms, () => refuse(socket, error))
          },
        )
        socket.once('close', stop)
      } catch (error) {
        refuse(socket, error)
      }
    },
  }
}

/** Milliseconds. */
const patience = 5_000

function refuse(socket: Socket, error: unknown): void {
  if (socket.destroyed) return
  send(socket, { refused: error instanceof Error ? error.message : String(error) })
  socket.end()
}
