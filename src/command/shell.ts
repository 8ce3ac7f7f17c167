import { labEnvironment } from '../attempt/actor/process.ts'
import { explainedProblem } from '../attempt/reason.ts'
import { renew } from '../attempt/session.ts'
import type { Connection, Machine } from '../machine/machine.ts'
import type { MachineOptions } from '../machine/registry.ts'
import type { AgentClient } from '../protocol/client.ts'
import { connect } from '../protocol/client.ts'
import { exitCodes } from '../report/exit-code.ts'
import { leakWords } from '../report/wording.ts'
import { nodeRuntime } from '../runtime/node.ts'
import { openMachine, tellRemaining, tellRemoved } from './open-machine.ts'
import { progressLine } from './progress-line.ts'
import type { World } from './world.ts'

/**
 * Opens a root shell in a machine: on a pseudo-terminal for a person, through plain pipes for a script. Where the machine
 * outlives the shell, what was made in it is removed afterwards. Returns the shell's own exit code.
 */
export async function shell(
  options: MachineOptions,
  world: World,
  watch: Watch = unwatched,
): Promise<number> {
  const machine = await openMachine(options, world, progressLine(world))
  let connection: Connection | undefined
  try {
    if (world.signal.aborted) return exitCodes.interrupted
    connection = await machine.open()
    return await Promise.race([
      session(connection, machine, world, watch),
      connection.lost.then(problem => Promise.reject(problem)),
      new Promise<number>(resolve =>
        world.signal.addEventListener('abort', () => resolve(exitCodes.interrupted)),
      ),
    ])
  } catch (error) {
    throw await explainedProblem(error, { ...connection, runtime: nodeRuntime })
  } finally {
    world.stdin.setRawMode?.(false)
    world.stdin.pause()
    await connection?.close()
    await machine.close()
  }
}

/** Called before the shell starts; what it returns is called after the shell has ended. */
export type Watch = (client: AgentClient) => Promise<() => Promise<void>>

const unwatched: Watch = async () => async () => undefined

const key = 'shell'

async function session(
  connection: Connection,
  machine: Machine,
  world: World,
  watch: Watch,
): Promise<number> {
  const client = connect(connection.channel, nodeRuntime)
  const { cgroup: tree, swept, remaining } = await client.call('hello', {})
  tellRemoved('an earlier run', swept, world)
  tellRemaining(remaining, world)
  const cgroup = `${tree.base}/terminal`
  await client.call('make-directory', { path: cgroup })
  // An agent in a machine that stays takes everything back to this mark when it ends, however the shell does.
  await client.call('mark', {})
  if (machine.restored) await renew(client, nodeRuntime)
  const lookAgain = await watch(client)
  const { stdin, stdout, stderr } = world
  const terminal = stdin.isTTY && stdout.isTTY ? { terminal: sizeOf(stdout) } : {}
  const ended = new Promise<number>(resolve => {
    client.listen(key, event => {
      if (event.event === 'output') (event.stream === 'stdout' ? stdout : stderr).write(event.text)
      else resolve(event.code ?? exitCodes.failed)
    })
  })
  await client.call('start', {
    key,
    argv: ['bash', '-l'],
    cgroup,
    env: environmentOf(world),
    cwd: '/root',
    stdin: 'open',
    keep,
    ...terminal,
  })
  if ('terminal' in terminal) followSize(client, stdout)
  forwardInput(client, world)
  const code = await ended
  await lookAgain()
  if (!machine.restored) await takeBack(client, machine, world)
  return code
}

/** Removes what the shell left in the machine, as after a lab, and reports it. */
async function takeBack(client: AgentClient, { slowness }: Machine, world: World) {
  const { removed, remaining } = await client.call('clean', { timeout: patience * slowness })
  tellRemoved('the shell', removed, world)
  if (remaining.length > 0)
    world.stderr.write(`unboxed: could not take back what the shell left: ${leakWords(remaining)}\n`)
}

/** Milliseconds for the removal on ordinary hardware. */
const patience = 5_000

/** A terminal shows everything: nothing is cut from the middle. */
const keep = Number.MAX_SAFE_INTEGER

const sizeOf = ({ rows, columns }: World['stdout']) => ({ rows, columns })

function followSize(client: AgentClient, stdout: World['stdout']): void {
  stdout.on('resize', () => {
    client.call('resize', { key, ...sizeOf(stdout) }).catch(() => undefined)
  })
}

/** Every key goes to the machine, Ctrl-C too; the end of a file that is piped in ends the shell. */
function forwardInput(client: AgentClient, { stdin }: World): void {
  stdin.setRawMode?.(true)
  stdin.setEncoding('utf8')
  const type = (text: string, end = false) => client.call('type', { key, text, end }).catch(() => undefined)
  stdin.on('data', text => type(String(text)))
  stdin.on('end', () => type('', true))
  stdin.resume()
}

function environmentOf({ env }: World): Record<string, string> {
  return {
    ...labEnvironment,
    SHELL: '/bin/bash',
    TERM: env.TERM ?? labEnvironment.TERM,
    PS1: 'unboxed:\\w# ',
  }
}
