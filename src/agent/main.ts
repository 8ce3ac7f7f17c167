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
 * The agent: a separate program that runs beside the labs, as root in the outer namespaces. It performs operations and reads;
 * it knows neither labs nor checks. Options:
 * - `--port NAME`: use a virtio port instead of standard input and output; the machine is then discarded when the runner goes away
 * - `--state DIRECTORY`: where to keep the intent log
 * - `--delegated`: the systemd unit that contains it is its own
 * - `--host PID`: a process whose namespaces are the machine's
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
  // Only now, so that every process it starts is in the agent's own cgroup until it enters another.
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
  // By default, Node would open its inspector, through which anybody could change this program.
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

/** Milliseconds for each kind of clean-up before the agent exits. */
const patience = 5000

let leaving = false

/** Reverts unfinished operations and what the lab added to the machine. There is nobody left to report to. */
async function tidyUp(agent: Agent): Promise<void> {
  if (leaving) return
  leaving = true
  await clean(agent, { timeout: patience })
  await undo(agent.starter, agent.log.intents, patience)
  agent.starter.close()
  agent.log.remove()
  process.exit()
}

/** Ends the process, and with it the machine, whose process 1 waits only for the agent. A blocked read prevents an ordinary exit. */
function throwAway(): void {
  process.kill(process.pid, 'SIGKILL')
}

function fail(error: Error): never {
  process.stderr.write(`unboxed agent: ${error.stack ?? error}\n`)
  process.exit(1)
}

main(process.argv.slice(2)).catch(fail)
