import type { Calls } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { CallFailure } from './call-error.ts'
import { type Capture, capture } from './capture.ts'
import { processRow } from './process-table.ts'
import type { Running } from './starter.ts'
import { atTerminal } from './terminal.ts'
import { within } from './wait.ts'

/** Milliseconds to wait for the pipes of a process that has ended while others still hold them. */
const patience = 100

/** Starts a process in a new session, and reports its output and its exit. */
export async function start(agent: Agent, ask: Calls['start']['ask']): Promise<Calls['start']['answer']> {
  const { key, terminal, keep } = ask
  if (agent.started.has(key)) throw new CallFailure({ errno: 'EEXIST', message: `${key} is already running` })
  const { argv, env } = terminal ? atTerminal(ask, terminal) : ask
  const output = capture(key, keep, agent.send)
  const running = await agent.starter.start({ ...ask, argv, env, amongLabs: true }, output.take)
  const at = performance.now()
  const { pid } = running
  agent.log.add({ did: 'start', key, pid, start: processRow(pid)?.start ?? 0 })
  agent.started.set(key, { key, argv, running, output, terminal: !!terminal, input: ask.stdin })
  tellEnd(agent, key, running, output)
  return { pid, at }
}

async function tellEnd(agent: Agent, key: string, running: Running, output: Capture): Promise<void> {
  const { code, signal } = await running.ended
  // The starter is gone, so the exit status is unknown; the next ping fails and the runner learns of it.
  if (code === null && signal === null) return
  const at = performance.now()
  await within(patience, running.closed)
  running.forget()
  agent.started.delete(key)
  agent.send({ event: 'exit', key, code, signal, at, ...output.end() })
}
