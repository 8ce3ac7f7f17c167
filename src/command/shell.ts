import { environment } from '../attempt/environment.ts'
import { renew } from '../attempt/renew.ts'
import type { Connection } from '../machine/machine.ts'
import type { AgentClient } from '../protocol/client.ts'
import { connect } from '../protocol/client.ts'
import { exitCodes } from '../report/exit-code.ts'
import { openMachine } from './machine-of.ts'
import { progressLine } from './progress-line.ts'
import { tellProblem } from './tell.ts'
import type { World } from './world.ts'

/** A root shell in a fresh machine: on a pseudo-terminal for a person, through plain pipes for a script. Gives the shell's own exit code. */
export async function shell(world: World, watch: Watch = unwatched): Promise<number> {
  const machine = await openMachine({}, world, progressLine(world), () => undefined)
  const connection = await machine.open()
  try {
    return await Promise.race([
      session(connection, machine.restored, world, watch),
      connection.lost.then(problem => tellProblem(problem, world)),
      new Promise<number>(resolve =>
        world.signal.addEventListener('abort', () => resolve(exitCodes.interrupted)),
      ),
    ])
  } finally {
    world.stdin.setRawMode?.(false)
    world.stdin.pause()
    await connection.close()
    await machine.close()
  }
}

/** Somebody who looks before the shell is there, and again when it has ended. */
export type Watch = (client: AgentClient) => Promise<() => Promise<void>>

const unwatched: Watch = async () => async () => undefined

const key = 'shell'

async function session(
  connection: Connection,
  restored: boolean,
  world: World,
  watch: Watch,
): Promise<number> {
  const client = await connect(connection.channel)
  const { cgroup: tree } = await client.call('hello', {})
  const cgroup = `${tree.base}/terminal`
  await client.call('make-directory', { path: cgroup })
  if (restored) await renew(client)
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
  return code
}

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
  return { ...environment, SHELL: '/bin/bash', TERM: env.TERM ?? environment.TERM, PS1: 'unboxed:\\w# ' }
}
