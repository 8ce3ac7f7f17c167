import { setTimeout as sleep } from 'node:timers/promises'
import type { Calls } from '../protocol/message.ts'
import type { Agent } from './agent.ts'
import { CallFailure } from './call-error.ts'
import { type CappedOutput, cappedOutput } from './output.ts'
import { processRow } from './process-table.ts'
import type { Running } from './starter.ts'
import { terminalArgv } from './terminal.ts'

/** How long a process's pipes are waited for when it has ended, but somebody else still holds them. */
const patience = 100

/** Starts a process in a session of its own, and tells of its output and its end. */
export async function start(agent: Agent, ask: Calls['start']['ask']): Promise<Calls['start']['answer']> {
  const { key, terminal, keep } = ask
  if (agent.started.has(key)) throw new CallFailure({ errno: 'EEXIST', message: `${key} runs already` })
  const argv = terminal ? terminalArgv(ask.argv, terminal) : ask.argv
  agent.log.add({ did: 'process', key, argv })

  const streams = { stdout: cappedOutput(keep), stderr: cappedOutput(keep) }
  const running = await agent.starter.start({ ...ask, argv }, (stream, bytes) => {
    const text = streams[stream].take(bytes)
    if (text) agent.send({ event: 'output', key, stream, text })
  })
  const at = performance.now()
  const { pid } = running
  agent.log.add({ did: 'start', key, pid, start: processRow(pid)?.start ?? 0 })
  agent.started.set(key, { key, running, terminal: !!terminal, input: ask.stdin })
  tellEnd(agent, key, running, streams)
  return { pid, at }
}

async function tellEnd(
  agent: Agent,
  key: string,
  running: Running,
  { stdout, stderr }: Record<'stdout' | 'stderr', CappedOutput>,
): Promise<void> {
  const { code, signal } = await running.ended
  // The starter is gone, and nobody knows how it ended: a ping tells the runner.
  if (code === null && signal === null) return
  const at = performance.now()
  await Promise.race([running.closed, sleep(patience)])
  running.forget()
  agent.started.delete(key)
  const [last, lastError] = [stdout.rest(), stderr.rest()]
  agent.send({
    event: 'exit',
    key,
    code,
    signal,
    at,
    tails: { stdout: last.tail, stderr: lastError.tail },
    dropped: { stdout: last.dropped, stderr: lastError.dropped },
  })
}
