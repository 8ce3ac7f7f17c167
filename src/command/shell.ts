import { markShells } from '../attempt/actor/hand/mark-shells.ts'
import { explainedProblem } from '../attempt/reason.ts'
import { renew } from '../attempt/session.ts'
import type { Connection, Machine } from '../machine/machine.ts'
import type { MachineOptions } from '../machine/registry.ts'
import { Problem } from '../problem.ts'
import type { AgentClient } from '../protocol/client.ts'
import { connect } from '../protocol/client.ts'
import { type Heartbeat, heartbeatOf } from '../protocol/heartbeat.ts'
import { exitCodes } from '../report/exit-code.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { greeting } from './greeting.ts'
import { acceptTerminals, type Joining } from './join-server.ts'
import { openMachine, tellRemaining, tellRemoved, tellTakenBack } from './open-machine.ts'
import { progressLine } from './progress-line.ts'
import { type PutFile, putFile, readPutFiles } from './put-file.ts'
import { shellsBeside } from './shell-beside.ts'
import { shellWords } from './shell-word.ts'
import { leaveTerminal, openShell, type Show, screenOf, useTerminal } from './terminal.ts'
import type { World } from './world.ts'

/**
 * Opens a root shell in a machine: on a pseudo-terminal for a person, through plain pipes for a script. Where the machine
 * outlives the shell, what was made in it is removed afterwards. Returns the shell's own exit code.
 */
export async function shell(
  options: MachineOptions & { readonly put?: readonly string[] },
  world: World,
  watch?: Watch,
): Promise<number> {
  const files = await readPutFiles(options.put ?? [], world)
  const machine = await openMachine(options, world, progressLine(world))
  let connection: Connection | undefined
  let heartbeat: Heartbeat | undefined
  let joining: Promise<Joining | undefined> | undefined
  let isOver = false
  const accept: Accept = (client, cgroup) => {
    if (isOver || !connection) return Promise.resolve(undefined)
    joining ??= acceptTerminals(machine, world, {
      open: shellsBeside(client, cgroup),
      opening: Promise.resolve(connection),
    }).catch(error => cannotJoin(error, world))
    return joining
  }
  try {
    if (world.signal.aborted) return exitCodes.interrupted
    connection = await machine.open()
    heartbeat = heartbeatOf(nodeRuntime, connection.responds, world.stdin.isTTY ? 'person' : 'usual')
    const client = connect(connection.channel, heartbeat)
    heartbeat.watch(client)
    return await Promise.race([
      session(client, machine, world, { files, ...(watch && { watch }), accept, isOver: () => isOver }),
      connection.lost.then(problem => Promise.reject(problem)),
      client.lost.then(problem => Promise.reject(problem)),
      new Promise<number>(resolve =>
        world.signal.addEventListener('abort', () => resolve(exitCodes.interrupted)),
      ),
    ])
  } catch (error) {
    throw await explainedProblem(error, { ...connection, runtime: nodeRuntime })
  } finally {
    isOver = true
    leaveTerminal(world)
    heartbeat?.stop()
    await (await joining)?.close()
    await connection?.close()
    await machine.close()
  }
}

/** The shell works without it; `--join` then reports that there is no cache folder. */
function cannotJoin(error: unknown, { stderr }: World): undefined {
  if (error instanceof Problem && error.code === 'no-cache-folder') return
  stderr.write(`unboxed: no other terminal can join this machine: ${(error as Error).message}\n`)
}

/** Called before the shell starts; what it returns is called after the shell has ended. */
export type Watch = (client: AgentClient) => Promise<() => Promise<void>>

/** Lets other terminals into the machine. */
type Accept = (client: AgentClient, cgroup: string) => Promise<Joining | undefined>

interface Work {
  /** To be put into the machine first. */
  readonly files: readonly PutFile[]
  readonly watch?: Watch
  readonly accept: Accept
  isOver(): boolean
}

async function session(
  client: AgentClient,
  machine: Machine,
  world: World,
  { files, watch, accept, isOver }: Work,
): Promise<number> {
  const hello = await client.call('hello', {})
  const { cgroup: tree, swept, remaining } = hello
  tellRemoved('an earlier run', swept, world)
  tellRemaining(remaining, world)
  const cgroup = `${tree.base}/terminal`
  await client.call('make-directory', { path: cgroup })
  // An agent in a machine that stays takes everything back to this mark when it ends, however the shell does.
  await client.call('mark', {})
  if (machine.restored) await renew(client, nodeRuntime)
  for (const file of files) await putFile(client, file)
  const lookAgain = await watch?.(client)
  const { stdout, stderr } = world
  const screen = screenOf(world)
  // The shell of a recording keeps a record of its own.
  const words = watch ? undefined : shellWords(client)
  if (words && screen.size) {
    await markShells(client, hello)
    stderr.write(greeting(hello, machine))
  }
  const show: Show = (stream, text) => void (stream === 'stdout' ? stdout : stderr).write(text)
  const shell = await openShell(client, { key: 'shell', cgroup }, screen, show, words)
  // Interrupted while it was started: the terminal is the user's again.
  if (!isOver()) useTerminal(shell, world)
  const joining = accept(client, cgroup)
  const code = await shell.ended
  await (await joining)?.close()
  await lookAgain?.()
  if (!machine.restored) await takeBack(client, machine, world)
  return code
}

/** Removes what the shell left in the machine, as after a lab, and reports it. */
async function takeBack(client: AgentClient, { slowness }: Machine, world: World) {
  const { removed, remaining } = await client.call('clean', { timeout: patience * slowness })
  const kept = remaining.map(left => ({ ...left, remains: true as const }))
  tellTakenBack('the shell', [...removed, ...kept], world)
}

/** Milliseconds for the removal on ordinary hardware. */
const patience = 5_000
