import { createServer, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import type { Machine } from '../machine/machine.ts'
import { type AgentClient, unless } from '../protocol/client.ts'
import { type FromRunner, type FromTerminal, listen, send } from './join-message.ts'
import { announce } from './open-shells.ts'
import { openShell, type Screen, type Shell } from './terminal.ts'
import type { World } from './world.ts'

/** Other terminals of the same user in the machine of a shell. */
export interface Joining {
  /** Sends them away, and takes no more. */
  close(): Promise<void>
}

/**
 * Lets `unboxed shell --join` into this machine. Only this process can reach it, since a channel has one other end: a terminal
 * that joins talks to it through a socket, and each gets a shell of its own in the same cgroup.
 */
export async function acceptTerminals(
  client: AgentClient,
  cgroup: string,
  { name, description }: Pick<Machine, 'name' | 'description'>,
  world: World,
): Promise<Joining> {
  const terminals = new Set<Socket>()
  let count = 0
  const server = createServer(socket => {
    terminals.add(socket)
    socket.once('close', () => terminals.delete(socket))
    serve(socket, client, { key: `joined-${++count}`, cgroup })
  })
  const remove = await announce(server, { machine: name, description }, world)
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

/** One terminal, from its first word until it or its shell ends. */
function serve(socket: Socket, client: AgentClient, place: { key: string; cgroup: string }): void {
  let shell: Promise<Shell | undefined> | undefined
  listen<FromTerminal>(socket, message => {
    if ('screen' in message) shell ??= begin(socket, client, place, message.screen)
    else if ('type' in message) shell?.then(running => running?.type(message.type, message.end))
    else shell?.then(running => running?.resize(message.resize))
  })
  socket.on('error', () => socket.destroy())
  // Whoever was at the terminal has gone, perhaps by SIGKILL; the kernel tells a shell so when its terminal goes.
  socket.once('close', async () => {
    if (await shell) await hangUp(client, place.key)
  })
}

async function begin(
  socket: Socket,
  client: AgentClient,
  { key, cgroup }: { key: string; cgroup: string },
  screen: Screen,
): Promise<Shell | undefined> {
  try {
    await client.call('make-directory', { path: cgroup }).catch(unless('EEXIST'))
    const shell = await openShell(client, { key, cgroup }, screen, (stream, text) => {
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

/** SIGHUP, as from a terminal that is closed; whatever ignores it ends with the machine. */
async function hangUp(client: AgentClient, key: string): Promise<void> {
  await client.call('signal', { key, signal: 'SIGHUP' }).catch(() => undefined) // it has ended
}
