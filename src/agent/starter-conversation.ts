import type { ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import type { Lines } from '../linux/lines.ts'
import type { Stream } from '../protocol/message.ts'
import { CallFailure, errnoName } from './call-error.ts'
import { type Deferred, deferred } from './deferred.ts'
import { frameSplitter, type Header } from './starter-frame.ts'

export type Output = (stream: Stream, bytes: Uint8Array, lines: Lines) => void

/** What the starter (starter-script.ts) reports about one request. */
export interface StarterCall {
  readonly id: number
  readonly started: Promise<Begun>
  readonly running: Promise<void>
  readonly ended: Promise<WaitStatus>
  readonly closed: Promise<void>
}

export interface WaitStatus {
  /** Neither a code nor a signal: the exit status is unknown. */
  readonly code: number | null
  readonly signal: string | null
}

export interface Begun {
  readonly pid: number
  /** It has executed its command. */
  readonly executed: boolean
}

type Fields = readonly (string | number)[]

interface Waiting {
  readonly started: Deferred<Begun>
  readonly running: Deferred<void>
  readonly ended: Deferred<WaitStatus>
  readonly closed: Deferred<void>
  readonly output: Output | undefined
  open: number
}

/** Seconds for which the starter may say nothing while somebody waits. It does nothing else, so one that is silent for longer was stopped. */
const patience = 5

/** Numbers requests and dispatches reports to those who wait for them. */
export function conversation(starter: ChildProcess) {
  const asked = new Map<number, Waiting>()
  let count = 0
  let lost: CallFailure | undefined
  let frames = 0

  const request = (what: string, fields: Fields) =>
    void starter.stdin?.write(`${[what, ...fields].map(encodeURIComponent).join('\t')}\n`)

  const hear = ([what = '', number, ...fields]: Header, bytes: Uint8Array) => {
    frames++
    const id = Number(number)
    const waiting = asked.get(id)
    if (!waiting) return
    heard[what]?.(waiting, fields, bytes)
    if (waiting.ended.done && waiting.open === 0) asked.delete(id)
  }
  starter.stdout?.on('data', frameSplitter(hear))
  const giveUp = (error: CallFailure) => {
    lost ??= error
    for (const waiting of asked.values()) lose(waiting, lost)
    asked.clear()
  }
  starter.once('close', () =>
    giveUp(new CallFailure({ errno: 'ECHILD', message: "the agent's starter process has ended" })),
  )
  for (const end of [starter, starter.stdin]) end?.on('error', () => {}) // `close` follows and reports it

  const ask = (what: string, fields: Fields, output?: Output): StarterCall => {
    const id = ++count
    const waiting = expectation(what, output)
    const { started, running, ended, closed } = waiting
    if (lost) lose(waiting, lost)
    else {
      asked.set(id, waiting)
      request(what, [id, ...fields])
      unlessSilent(patience, started, { heard: () => frames, late: () => giveUp(silent()) })
    }
    return {
      id,
      started: started.promise,
      running: running.promise,
      ended: ended.promise,
      closed: closed.promise,
    }
  }
  /** Drops a process that has ended and closed its output. */
  const forget = (id: number) => {
    if (asked.has(id)) request('forget', [id])
  }
  return { ask, request, forget }
}

const streams = ['stdin', 'stdout', 'stderr'] as const

const heard: Record<string, (waiting: Waiting, fields: string[], bytes: Uint8Array) => void> = {
  started: ({ started }, [pid]) => started.resolve({ pid: Number(pid), executed: false }),
  running({ started, running }, [pid]) {
    started.resolve({ pid: Number(pid), executed: true })
    running.resolve()
  },
  failed(waiting, [errno, syscall = '', path = '']) {
    const error = failureOf(Number(errno), syscall, path)
    for (const one of [waiting.started, waiting.running]) one.reject(error)
    // No process was started that could end.
    if (syscall !== 'fork') return
    lose(waiting, error)
    waiting.open = 0
  },
  output({ output }, [stream, _, newlines, begins, goesOn], bytes) {
    const name = streams[Number(stream)]
    const lines = { newlines: Number(newlines), begins: begins === '1', goesOn: goesOn === '1' }
    if (name === 'stdout' || name === 'stderr') output?.(name, bytes, lines)
  },
  closed(waiting) {
    waiting.open--
    if (waiting.open === 0) waiting.closed.resolve()
  },
  ended: ({ ended }, [code, signal]) => ended.resolve(exitOf(Number(code), Number(signal))),
}

/** Requests that the starter serves itself, without a process that could end or has output. */
const ownWork = ['renew', 'ping']

function expectation(what: string, output: Output | undefined): Waiting {
  const waiting = {
    started: deferred<Begun>(),
    running: deferred<void>(),
    ended: deferred<WaitStatus>(),
    closed: deferred<void>(),
    output,
  }
  if (!ownWork.includes(what)) return { ...waiting, open: 2 }
  lose(waiting, undefined)
  return { ...waiting, open: 0 }
}

/**
 * Counts ticks in which nothing was heard: clocks continue while the whole machine is stopped, and a starter with a queue of requests
 * answers one after the other.
 */
function unlessSilent(
  seconds: number,
  begun: Deferred<Begun>,
  { heard, late }: { heard(): number; late(): void },
): void {
  let [ticks, before] = [0, heard()]
  const timer = setInterval(() => {
    ticks = heard() === before ? ticks + 1 : 0
    before = heard()
    if (begun.done || ticks >= seconds) clearInterval(timer)
    if (!begun.done && ticks >= seconds) late()
  }, 1000).unref()
  const stop = () => clearInterval(timer)
  begun.promise.then(stop, stop)
}

const silent = () =>
  new CallFailure({
    errno: 'ETIMEDOUT',
    message: `the agent's starter process has said nothing for ${patience} s`,
  })

function lose(
  { started, running, ended, closed }: Pick<Waiting, 'started' | 'running' | 'ended' | 'closed'>,
  error: CallFailure | undefined,
): void {
  if (error) for (const one of [started, running]) one.reject(error)
  ended.resolve({ code: null, signal: null })
  closed.resolve()
}

function failureOf(number: number, syscall: string, path: string): CallFailure {
  const errno = errnoName(number)
  return new CallFailure({
    errno,
    syscall,
    ...(path ? { path } : {}),
    // The starter's child writes only this: a process that writes 0 to cgroup.procs moves itself.
    ...(syscall === 'write' ? { text: '0' } : {}),
    message: `${syscall} ${path}: ${errno}`,
  })
}

function exitOf(code: number, signal: number): WaitStatus {
  if (signal === 0) return { code, signal: null }
  const name = Object.entries(constants.signals).find(([, value]) => value === signal)?.[0]
  return { code: null, signal: name ?? `SIG${signal}` }
}
