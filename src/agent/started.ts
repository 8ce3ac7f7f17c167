import type { Calls } from '../protocol/message.ts'
import type { Agent, Started } from './agent.ts'
import { CallFailure } from './call-error.ts'

/** The running process with this key; throws ESRCH if there is none. */
export function startedAs(agent: Agent, key: string): Started {
  const found = agent.started.get(key)
  if (found) return found
  throw new CallFailure({ errno: 'ESRCH', message: `no process that was started as ${key} is running` })
}

/** Sends a signal to its process group. */
export function signal(agent: Agent, ask: Calls['signal']['ask']): null {
  process.kill(-startedAs(agent, ask.key).running.pid, ask.signal)
  return null
}

/** Writes to its standard input, buffering what it does not read yet. */
export function type(agent: Agent, ask: Calls['type']['ask']): null {
  const started = startedAs(agent, ask.key)
  if (started.input !== 'open') {
    const why =
      started.input === 'none' ? 'was started without standard input' : 'has a closed standard input'
    throw new CallFailure({ errno: 'EPIPE', message: `${ask.key} ${why}` })
  }
  if (ask.until !== undefined) started.output.endAt(ask.until)
  if (ask.end) started.input = 'closed'
  started.running.type(ask.text, ask.end ?? false)
  return null
}

/** Ends the current section of its output. */
export function endSection(agent: Agent, { key }: Calls['end-section']['ask']): null {
  const { output } = startedAs(agent, key)
  agent.send({ event: 'section', key, code: null, ...output.end() })
  return null
}
