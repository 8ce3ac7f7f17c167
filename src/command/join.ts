import { exitCodes } from '../report/exit-code.ts'
import { type FromRunner, type FromTerminal, listen, send } from './join-message.ts'
import { connectTo, type OpenShell, openShells } from './open-shells.ts'
import { joinProblem, joinUsage } from './problem.ts'
import { leaveTerminal, type Shell, screenOf, useTerminal } from './terminal.ts'
import type { World } from './world.ts'

/** Opens another terminal in a machine that a shell has open: the only one, or that of the process named. */
export async function join(pid: string | true, world: World): Promise<number> {
  const open = await openShells(world)
  const chosen = chooseOpen(open, pid === true ? undefined : pid, {
    none: () => joinProblem('no-open-shell', undefined),
    several: () => joinUsage('several-open-shells', { open }),
    unknown: pid => joinUsage('unknown-open-shell', { pid, open }),
  })
  const socket = await connectTo(chosen).catch(error => {
    throw joinProblem('machine-closed', { pid: chosen.pid }, error)
  })
  try {
    return await new Promise<number>((resolve, reject) => {
      world.signal.addEventListener('abort', () => resolve(exitCodes.interrupted))
      const say = (message: FromTerminal) => void send(socket, message)
      const shell: Shell = {
        type: (type, end = false) => say({ type, end }),
        resize: size => say({ resize: size }),
        ended: new Promise(() => undefined),
      }
      listen<FromRunner>(socket, message => {
        if ('text' in message) {
          const { stdout, stderr } = world
          if ((message.stream === 'stdout' ? stdout : stderr).write(message.text)) return
          socket.pause()
          ;(message.stream === 'stdout' ? stdout : stderr).once('drain', () => socket.resume())
        } else if ('exit' in message) resolve(message.exit)
        else if ('refused' in message) reject(joinProblem('not-joined', { said: message.refused }))
        else reject(joinProblem('machine-closed', { pid: chosen.pid }))
      })
      const lost = () => reject(joinProblem('machine-lost', { pid: chosen.pid }))
      socket.once('close', lost).once('error', lost)
      say({ screen: screenOf(world) })
      useTerminal(shell, world)
    })
  } finally {
    leaveTerminal(world)
    socket.destroy()
  }
}

/** The only one, or that of the process named; what is thrown where there is none, or more than one. */
export function chooseOpen(
  open: readonly OpenShell[],
  pid: string | undefined,
  problems: { none(): Error; several(): Error; unknown(pid: string): Error },
): OpenShell {
  const [only, second] = open
  if (!only) throw problems.none()
  if (pid === undefined) {
    if (second) throw problems.several()
    return only
  }
  const named = open.find(each => String(each.pid) === pid)
  if (!named) throw problems.unknown(pid)
  return named
}
