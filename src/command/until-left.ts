import type { Socket } from 'node:net'
import { basename } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ownerLives } from '../cache/owner.ts'
import { exitCodes } from '../report/exit-code.ts'
import { connectTo, type OpenShell, openShells } from './open-shells.ts'
import { joinProblem } from './problem.ts'
import type { World } from './world.ts'

/** What shows a machine that is open in another process. */
interface Watching {
  /** Shows it until that process closes the machine; rejects if it says no, or is gone. */
  follow(socket: Socket): Promise<void>
  /** Gives the terminal back. */
  end(): void
}

/**
 * Watches the machines of a process, one after the other, until the process ends or somebody leaves. Resolves to the exit code. `isSuch`
 * tells which of its machines are watched.
 */
export async function untilLeft(
  first: OpenShell,
  isSuch: (open: OpenShell) => boolean,
  world: World,
  watch: (leave: () => void) => Watching,
): Promise<number> {
  const stop = new AbortController()
  let watching: Watching | undefined
  try {
    return await new Promise<number>((resolve, reject) => {
      world.signal.addEventListener('abort', () => resolve(exitCodes.interrupted))
      const leave = () => resolve(exitCodes.passed)
      watching = watch(leave)
      followAll(first, isSuch, watching, world, stop.signal).then(leave, reject)
    })
  } finally {
    watching?.end()
    stop.abort()
  }
}

async function followAll(
  first: OpenShell,
  isSuch: (open: OpenShell) => boolean,
  watching: Watching,
  world: World,
  signal: AbortSignal,
): Promise<void> {
  const nextOf = async (last: OpenShell): Promise<OpenShell | undefined> => {
    while (!signal.aborted && ownerLives(basename(last.folder)) !== false) {
      const open = await openShells(world)
      const next = open.find(each => each.pid === last.pid && each.folder !== last.folder && isSuch(each))
      if (next) return next
      await setTimeout(interval)
    }
    return undefined
  }
  for (let open: OpenShell | undefined = first; open; open = await nextOf(open)) {
    const { pid } = open
    const socket = await connectTo(open).catch(error => {
      throw joinProblem('machine-closed', { pid }, error)
    })
    signal.addEventListener('abort', () => socket.destroy())
    await watching.follow(socket)
  }
}

/** Milliseconds between two looks for the next machine. */
const interval = 250
