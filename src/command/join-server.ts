import { createServer, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { Task } from '../learn/task.ts'
import type { Machine } from '../machine/machine.ts'
import { type FromRunner, type FromTerminal, listen, send } from './join-message.ts'
import { type KernelServer, kernelServer, type Opening } from './kernel-server.ts'
import { announce } from './open-shells.ts'
import type { Screen, Shell, Show } from './terminal.ts'
import { type WatchServer, watchServer } from './watch-server.ts'
import type { World } from './world.ts'

/** Other terminals of the same user in the machine of a shell. */
export interface Joining {
  /** Sends them away, and takes no more. */
  close(): Promise<void>
}

/** A shell for a terminal that joins. */
export interface JoinedShell extends Shell {
  /** Its terminal has gone. */
  close(): Promise<void>
}

export interface JoinOptions {
  /** Opens a shell. */
  readonly open: (screen: Screen, show: Show) => Promise<JoinedShell>
  /** What `unboxed watch` shows; without it there is nothing to watch. */
  readonly task?: Task
  /** The lab that is done there. */
  readonly lab?: string
  /** The machine whose kernel `unboxed watch --kernel` shows; without it there is none to show. */
  readonly opening?: Opening
}

/**
 * Lets `unboxed shell --join` into this machine. Only this process can reach it, since a channel has one other end: a terminal
 * that joins talks to it through a socket, and each gets a shell of its own.
 */
export async function acceptTerminals(
  { name, description }: Pick<Machine, 'name' | 'description'>,
  world: World,
  { open, task, lab, opening }: JoinOptions,
): Promise<Joining> {
  const terminals = new Set<Socket>()
  const serving: Serving = {
    open,
    watching: task && watchServer(task),
    kernel: opening && kernelServer({ name }, opening),
  }
  const server = createServer(socket => {
    terminals.add(socket)
    socket.once('close', () => terminals.delete(socket))
    serve(socket, serving)
  })
  const remove = await announce(
    server,
    { machine: name, description, ...(task && { task: true }), ...(lab !== undefined && { lab }) },
    world,
  )
  return {
    close: async () => {
      server.close()
      await remove()
      await Promise.all([...terminals].map(sendAway))
    },
  }
}

const tell = (socket: Socket, message: FromRunner) => send(socket, message)

/** A stopped terminal does not read its dismissal; the others do not wait for it. */
async function sendAway(socket: Socket): Promise<void> {
  tell(socket, { closed: true })
  const sent = new Promise<void>(resolve => socket.end(resolve))
  const stop = new AbortController()
  await Promise.race([sent, setTimeout(patience, undefined, { signal: stop.signal })])
  stop.abort()
  socket.destroy()
}

/** Milliseconds for a terminal to be told that the machine is closed. */
const patience = 1_000

/** What a terminal can ask for. */
interface Serving {
  readonly open: JoinOptions['open']
  readonly watching: WatchServer | undefined
  readonly kernel: KernelServer | undefined
}

/** One terminal, from its first word until it or its shell ends. */
function serve(socket: Socket, { open, watching, kernel }: Serving): void {
  let shell: Promise<JoinedShell | undefined> | undefined
  listen<FromTerminal>(socket, message => {
    if ('screen' in message) shell ??= begin(socket, open, message.screen)
    else if ('watch' in message) watch(socket, watching, 'nobody does a lab in it')
    else if ('kernel' in message) watch(socket, kernel, 'its kernel is not shown')
    else if ('act' in message) watching?.act(socket, message)
    else if ('type' in message) shell?.then(running => running?.type(message.type, message.end))
    else shell?.then(running => running?.resize(message.resize))
  })
  socket.on('error', () => socket.destroy())
  // Whoever was at the terminal has gone, perhaps by SIGKILL; the kernel tells a shell so when its terminal goes.
  socket.once('close', async () => (await shell)?.close())
}

function watch(socket: Socket, server: Pick<WatchServer, 'add'> | undefined, otherwise: string): void {
  server?.add(socket)
  if (server) return
  tell(socket, { refused: otherwise })
  socket.end()
}

async function begin(
  socket: Socket,
  open: JoinOptions['open'],
  screen: Screen,
): Promise<JoinedShell | undefined> {
  try {
    const shell = await open(screen, (stream, text) => {
      if (tell(socket, { stream, text }) || socket.writableLength < mostUnread) return
      socket.destroy()
    })
    shell.ended.then(exit => {
      tell(socket, { exit })
      socket.end()
    })
    return shell
  } catch (error) {
    tell(socket, { refused: error instanceof Error ? error.message : String(error) })
    socket.end()
    return undefined
  }
}

/** Characters that are kept for a terminal that takes nothing, such as one that was stopped. */
const mostUnread = 16 * 1024 ** 2
