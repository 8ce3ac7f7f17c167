import { Problem } from '../problem.ts'
import type { Clock } from '../runtime/runtime.ts'
import type { Channel } from './channel.ts'
import { lineSplitter, longestLine } from './lines.ts'
import type { AgentEvent, CallError, Calls, Do, Request } from './message.ts'
import { protocolVersion } from './message.ts'
import { answerShapes, errorShape, eventShapes } from './message-shape.ts'
import { agentProblem } from './problem.ts'
import { isObject } from './shape.ts'

/** Events of one process: its output, then its exit. */
export type ProcessEvent = Extract<AgentEvent, { key: string }>

/** The runner's end of a channel. */
export interface AgentClient {
  /**
   * Sends a request to the agent. Rejects with `CallFailed` if the agent could not perform it, and with a `Problem` of kind `machine`
   * if no answer came within `timeout` ms (default: 60 s plus the request's own `timeout`) or the agent is lost.
   */
  call<D extends Do>(
    what: D,
    ask: Calls[D]['ask'],
    options?: { timeout?: number },
  ): Promise<Calls[D]['answer']>
  /**
   * Subscribes to a process's events; call it before `start`. Returns an unsubscribe function. A listener that rejects an event
   * throws a `Problem`, with which the client gives the agent up.
   */
  listen(key: string, listener: (event: ProcessEvent) => void): () => void
  /** Resolves when the channel is lost or the agent is given up. */
  readonly lost: Promise<Problem>
  /** Gives the agent up: rejects every call with this problem and ignores all further messages. */
  lose(problem: Problem): void
  /** The number of valid messages received. */
  heard(): number
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

/** Ignores one errno that means that the work is already done. */
export function unless(errno: string) {
  return (error: unknown) => {
    if (error instanceof CallFailed && error.error.errno === errno) return undefined
    throw error
  }
}

interface Waiting {
  readonly what: Do
  readonly ask: object
  readonly resolve: (answer: never) => void
  readonly reject: (error: Error) => void
  /** Cancels the time-out. */
  readonly cancel: () => void
}

const patience = 60_000

/** Characters of unrequested data that a channel may carry: more is no accident. */
const mostNoise = longestLine

/** Connects to the agent at the other end, which need not be ready yet: the first call waits for it. */
export function connect(channel: Channel, { after }: Pick<Clock, 'after'>): AgentClient {
  const waiting = new Map<number, Waiting>()
  const listeners = new Map<string, (event: ProcessEvent) => void>()
  const noise = lastOf(4096)
  const count = { calls: 0, pings: 0, heard: 0, noise: 0 }
  let problem: Problem | undefined
  let tellLost: (problem: Problem) => void
  const lost = new Promise<Problem>(resolve => {
    tellLost = resolve
  })

  function lose(because: Problem) {
    if (problem) return
    problem = because
    for (const { reject } of settleAll(waiting)) reject(problem)
    listeners.clear()
    tellLost(problem)
  }
  const end = (cause?: Error) =>
    lose(agentProblem('channel-lost', { noise: noise.text(), cause: cause?.message }, cause))

  /** A console, a login banner or a crash may write to the channel. Such lines are kept for the message when it is lost. */
  function ignore(line: string) {
    noise.add(`${line}\n`)
    count.noise += line.length + 1
    if (count.noise > mostNoise) lose(agentProblem('noise', { noise: noise.text() }))
  }

  function hear(line: string) {
    if (problem) return
    const message = parse(line)
    const taken = message && ('event' in message ? takeEvent(message) : takeReply(message))
    if (taken) count.heard++
    else ignore(line)
  }

  /** Whether a call was waiting for it. */
  function takeReply({ id, ...reply }: Readonly<Record<string, unknown>>): boolean {
    const asked = waiting.get(id as number)
    if (!asked) return false // after its time-out, or forged
    waiting.delete(id as number)
    asked.cancel()
    const wrong = wrongReply(asked, reply)
    if (wrong) {
      asked.reject(wrong)
      lose(wrong)
    } else if ('error' in reply) asked.reject(new CallFailed(asked.what, reply.error as CallError))
    else asked.resolve(reply.ok as never)
    return true
  }

  function takeEvent(message: Readonly<Record<string, unknown>>): boolean {
    const name = String(message.event)
    const shape = Object.hasOwn(eventShapes, name) ? eventShapes[name as AgentEvent['event']] : undefined
    const wrong = shape ? shape(message, '') : 'event'
    if (wrong !== undefined) {
      lose(agentProblem('malformed', { what: `event ${name.slice(0, 40)}`, at: wrong }))
      return true
    }
    const event = message as unknown as AgentEvent
    if (!('key' in event)) return count.heard === 0
    const listener = listeners.get(event.key)
    if (!listener) return false
    try {
      listener(event)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      lose(error)
    }
    return true
  }

  const tooLong = () => lose(agentProblem('line-too-long', { most: longestLine }))
  channel.on('data', lineSplitter(hear, tooLong))
  for (const event of ['end', 'close'] as const) channel.on(event, () => end())
  channel.on('error', end)

  return {
    lost,
    lose,
    heard: () => count.heard,
    listen(key, listener) {
      listeners.set(key, listener)
      return () => void (listeners.get(key) === listener && listeners.delete(key))
    },
    call(what, ask, { timeout = patience + ownTimeout(ask) } = {}) {
      if (problem) return Promise.reject(problem)
      // Pings have their own numbers: they depend on timing, which a recording of a session does not reproduce.
      const id = what === 'ping' ? -++count.pings : ++count.calls
      return new Promise((resolve, reject) => {
        const late = () => {
          waiting.delete(id)
          reject(agentProblem('no-answer', { call: what, ms: timeout, noise: noise.text() }))
        }
        waiting.set(id, { what, ask, resolve, reject, cancel: after(timeout, late) })
        channel.write(`${JSON.stringify({ ...ask, id, do: what } as Request)}\n`)
      })
    },
  }
}

/** The request's own time-out. */
function ownTimeout(ask: object): number {
  return 'timeout' in ask ? Number(ask.timeout) : 0
}

/** The problem with an invalid reply, which is then ignored. */
function wrongReply(
  { what, ask }: Pick<Waiting, 'what' | 'ask'>,
  reply: Readonly<Record<string, unknown>>,
): Problem | undefined {
  if ('error' in reply) return malformed(`error of \`${what}\``, errorShape(reply.error, ''))
  return (
    (what === 'hello' ? otherProtocol(reply.ok) : undefined) ??
    malformed(`answer to \`${what}\``, answerShapes[what](ask as never)(reply.ok, ''))
  )
}

const malformed = (what: string, at: string | undefined) =>
  at === undefined ? undefined : agentProblem('malformed', { what, at: at.slice(0, 80) })

function otherProtocol(ok: unknown): Problem | undefined {
  const theirs = isObject(ok) ? ok.protocol : undefined
  if (typeof theirs !== 'number' || theirs === protocolVersion) return undefined
  return agentProblem('protocol', { theirs, ours: protocolVersion })
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
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
