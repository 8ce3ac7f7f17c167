import type { Problem } from '../problem.ts'
import type { Clock } from '../runtime/runtime.ts'
import type { Channel } from './channel.ts'
import { lineSplitter } from './lines.ts'
import type { CallError, Calls, Do, Message, Request } from './message.ts'
import { protocolVersion } from './message.ts'
import { agentProblem } from './problem.ts'

/** Events of one process: its output, then its exit. */
export type ProcessEvent = Extract<Message, { key: string }>

/** The runner's end of a channel. */
export interface AgentClient {
  /**
   * Asks the agent for something. Rejects with `CallFailed` when it could not be done, with a `Problem` of kind `machine`
   * when no answer came within `timeout` ms (60 s; the call's own `timeout` is added) or the channel is lost.
   */
  call<D extends Do>(
    what: D,
    ask: Calls[D]['ask'],
    options?: { timeout?: number },
  ): Promise<Calls[D]['answer']>
  /** Subscribes to a process's events; call before `start`. Returns an unsubscribe function. */
  listen(key: string, listener: (event: ProcessEvent) => void): () => void
  /** Resolves when the channel is lost. */
  readonly lost: Promise<Problem>
}

/** The kernel refused a call, or the agent rejected the request. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed'
  readonly error: CallError
  readonly call: Do

  constructor(call: Do, error: CallError) {
    super(`${call}: ${error.message}`)
    this.call = call
    this.error = error
  }
}

/** Ignores one errno, which means that the work is already done. */
export function unless(errno: string) {
  return (error: unknown) => {
    if (error instanceof CallFailed && error.error.errno === errno) return undefined
    throw error
  }
}

interface Waiting {
  readonly what: Do
  readonly resolve: (answer: never) => void
  readonly reject: (error: Error) => void
  /** Cancels the time-out. */
  readonly cancel: () => void
}

const patience = 60_000

/** Connects to the agent at the other end, which need not be ready yet: the first call waits for it. */
export function connect(channel: Channel, { after }: Pick<Clock, 'after'>): AgentClient {
  const waiting = new Map<number, Waiting>()
  const listeners = new Map<string, (event: ProcessEvent) => void>()
  const noise = lastOf(4096)
  let count = 0
  let problem: Problem | undefined
  let tellLost: (problem: Problem) => void
  const lost = new Promise<Problem>(resolve => {
    tellLost = resolve
  })

  function lose(cause?: Error) {
    problem ??= agentProblem('channel-lost', { noise: noise.text(), cause: cause?.message }, cause)
    for (const { reject } of settleAll(waiting)) reject(problem)
    tellLost(problem)
  }
  const take = lineSplitter(line => hear(line, { waiting, listeners, noise }))
  channel.on('data', take)
  for (const event of ['end', 'close'] as const) channel.on(event, () => lose())
  channel.on('error', lose)

  return {
    lost,
    listen(key, listener) {
      listeners.set(key, listener)
      return () => void (listeners.get(key) === listener && listeners.delete(key))
    },
    call(what, ask, { timeout = patience + ownTimeout(ask) } = {}) {
      if (problem) return Promise.reject(problem)
      const id = ++count
      return new Promise((resolve, reject) => {
        const late = () => {
          waiting.delete(id)
          reject(agentProblem('no-answer', { call: what, ms: timeout, noise: noise.text() }))
        }
        waiting.set(id, { what, resolve, reject, cancel: after(timeout, late) })
        channel.write(`${JSON.stringify({ ...ask, id, do: what } as Request)}\n`)
      })
    },
  }
}

/** The call's own time-out. */
function ownTimeout(ask: object): number {
  return 'timeout' in ask ? Number(ask.timeout) : 0
}

type Hearing = {
  waiting: Map<number, Waiting>
  listeners: Map<string, (event: ProcessEvent) => void>
  noise: ReturnType<typeof lastOf>
}

/** A console, a login banner or a crash may write into the channel: such lines are kept for the message when it is lost. */
function hear(line: string, { waiting, listeners, noise }: Hearing): void {
  const message = parse(line)
  if (!message) noise.add(`${line}\n`)
  else if ('event' in message) 'key' in message && listeners.get(message.key)?.(message)
  else answer(waiting, message)
}

function answer(waiting: Map<number, Waiting>, reply: Exclude<Message, { event: string }>): void {
  const asked = waiting.get(reply.id)
  if (!asked) return // after its time-out
  waiting.delete(reply.id)
  asked.cancel()
  const refusal =
    'error' in reply ? new CallFailed(asked.what, reply.error) : wrongProtocol(asked.what, reply.ok)
  if (refusal) asked.reject(refusal)
  else asked.resolve(('ok' in reply ? reply.ok : null) as never)
}

function wrongProtocol(what: Do, ok: unknown): Problem | undefined {
  if (what !== 'hello') return undefined
  const { protocol } = ok as Calls['hello']['answer']
  if (protocol === protocolVersion) return undefined
  return agentProblem('protocol', { theirs: protocol, ours: protocolVersion })
}

function parse(line: string): Message | undefined {
  if (!line.startsWith('{')) return undefined
  try {
    const message = JSON.parse(line)
    return 'id' in message || 'event' in message ? message : undefined
  } catch {
    return undefined // not ours: noise
  }
}

function settleAll(waiting: Map<number, Waiting>): Waiting[] {
  const all = [...waiting.values()]
  waiting.clear()
  for (const { cancel } of all) cancel()
  return all
}

/** Keeps the end of a text of any length. */
function lastOf(length: number) {
  let held = ''
  return {
    add: (text: string) => {
      held = (held + text).slice(-length)
    },
    text: () => held.trim(),
  }
}
