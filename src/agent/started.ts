import type { Calls } from '../protocol/message.ts'
import type { Agent, Started } from './agent.ts'
import { CallFailure } from './call-error.ts'

/** What was started under this name and runs; else an error that says so. */
export function startedAs(agent: Agent, key: string): Started {
  const found = agent.started.get(key)
  if (found) return found
  throw new CallFailure({ errno: 'ESRCH', message: `nothing that was started as ${key} is running` })
}

/** Sends a signal to it and whatever else is in its process group. */
export function signal(agent: Agent, ask: Calls['signal']['ask']): null {
  process.kill(-startedAs(agent, ask.key).running.pid, ask.signal)
  return null
}

/** Writes to its standard input; what it doesn't read yet waits. */
export function type(agent: Agent, ask: Calls['type']['ask']): null {
  const started = startedAs(agent, ask.key)
  if (started.input !== 'open') {
    const why = started.input === 'none' ? 'was started without an input' : 'has had the end of its input'
    throw new CallFailure({ errno: 'EPIPE', message: `${ask.key} ${why}` })
  }
  if (ask.until !== undefined) started.output.endAt(ask.until)
  if (ask.end) started.input = 'closed'
  started.running.type(ask.text, ask.end ?? false)
  return null
}

/** Ends the section of output that it prints now. */
export function endSection(agent: Agent, { key }: Calls['end-section']['ask']): null {
  const { output } = startedAs(agent, key)
  agent.send({ event: 'section', key, code: null, ...output.end() })
  return null
}
