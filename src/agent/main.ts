import type { Message } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { stdioChannel } from './agent-channel.ts'
import { CallFailure, toCallError } from './call-error.ts'
import { placeOf } from './census/place.ts'
import { recall, remember } from './census/remaining.ts'
import { type CgroupBase, cgroupWorld, claimBase } from './cgroup-base.ts'
import { clean } from './clean.ts'
import { type IntentLog, intentLog } from './intent-log.ts'
import { findPort, portChannel } from './port.ts'
import { protect } from './protect.ts'
import { lineOf, server } from './serve.ts'
import { openStarter } from './starter.ts'
import { sweep } from './sweep.ts'
import { undo } from './undo.ts'

/**
 * The agent: a program of its own that runs beside the labs, as root in the outer namespaces. It performs and reads; it
 * knows neither labs nor checks. Options: `--port NAME` (a virtio port instead of standard input and output; then the
 * machine is thrown away when the runner goes), `--state DIRECTORY`, `--delegated` (the systemd unit it is in is its own), `--host PID`
 * (a process whose namespaces are the machine's).
 */
async function main(argv: readonly string[]): Promise<void> {
  const option = (name: string) => (argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined)
  const port = option('--port')
  const state = option('--state') ?? '/run/unboxed'
  const host = option('--host') === undefined ? undefined : Number(option('--host'))
  const open = () => openStarter(host)
  const channel =
    port === undefined ? stdioChannel(process.stdin, process.stdout) : portChannel(findPort(port))
  const send = (message: Message) => channel.write(lineOf(message))

  const swept = await sweep(open, state)
  const log = intentLog(state, port === undefined)
  const cgroup = claim(log, argv.includes('--delegated'), host)
  protect(cgroup)
  // Only now, so that whatever it starts is in the agent's own cgroup until it goes to another.
  const starter = open()
  const agent = newAgent({
    send,
    cgroup,
    log,
    starter,
    swept: swept.removed,
    state,
    exclusive: port !== undefined,
  })
  agent.remaining = [...(await recall(placeOf(agent), state)), ...swept.remaining]
  remember(agent, [])

  const leave = port === undefined ? () => tidyUp(agent).catch(fail) : throwAway
  // Node would open its inspector, through which anybody could change this program.
  process.on('SIGUSR1', () => {})
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, leave)
  channel.read(server(agent, send, leave), leave)
  send({ event: 'ready' })
}

type Given = Omit<Agent, 'started' | 'named' | 'remaining' | 'mark'>

const newAgent = (given: Given): Agent => ({
  ...given,
  started: new Map(),
  named: new Map(),
  remaining: [],
  mark: undefined,
})

function claim(log: IntentLog, delegated: boolean, host?: number): CgroupBase | CallFailure {
  try {
    return claimBase(cgroupWorld(delegated, host), log)
  } catch (error) {
    return error instanceof CallFailure ? error : new CallFailure(toCallError(error))
  }
}

/** Milliseconds for each kind of thing that has to go before the agent may. */
const patience = 5000

let leaving = false

/** Nobody is there to tell: what was begun is taken back, and what the lab added to the machine. */
async function tidyUp(agent: Agent): Promise<void> {
  if (leaving) return
  leaving = true
  await clean(agent, { timeout: patience })
  await undo(agent.starter, agent.log.intents, patience)
  agent.starter.close()
  agent.log.remove()
  process.exit()
}

/** The machine ends with its agent (it is all that its process 1 waits for). A blocked read would keep Node from an ordinary exit. */
function throwAway(): void {
  process.kill(process.pid, 'SIGKILL')
}

function fail(error: Error): never {
  process.stderr.write(`unboxed agent: ${error.stack ?? error}\n`)
  process.exit(1)
}

main(process.argv.slice(2)).catch(fail)
