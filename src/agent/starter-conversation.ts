import type { ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import { canonicalErrno } from '../linux/errno.ts'
import { CallFailure } from './call-error.ts'
import { type Deferred, deferred } from './deferred.ts'
import { frameSplitter, type Header } from './starter-frame.ts'

type Output = (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void

/** What the starter (starter-script.ts) tells of one thing it was asked for. */
export interface StarterCall {
  readonly id: number
  readonly started: Promise<Begun>
  readonly running: Promise<void>
  readonly ended: Promise<WaitStatus>
  readonly closed: Promise<void>
}

export interface WaitStatus {
  /** Neither a code nor a signal: how it ended could not be learnt. */
  readonly code: number | null
  readonly signal: string | null
}

export interface Begun {
  readonly pid: number
  /** It is its command by now, and no longer on its way there. */
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

/** Numbers what is asked, and brings what is told to who waits for it. */
export function conversation(starter: ChildProcess) {
  const asked = new Map<number, Waiting>()
  let count = 0
  let lost: CallFailure | undefined

  const request = (what: string, fields: Fields) =>
    void starter.stdin?.write(`${[what, ...fields].map(encodeURIComponent).join('\t')}\n`)

  const hear = ([what = '', number, ...fields]: Header, bytes: Uint8Array) => {
    const id = Number(number)
    const waiting = asked.get(id)
    if (!waiting) return
    heard[what]?.(waiting, fields, bytes)
    if (waiting.ended.done && waiting.open === 0) asked.delete(id)
  }
  starter.stdout?.on('data', frameSplitter(hear))
  starter.once('close', () => {
    lost = new CallFailure({ errno: 'ECHILD', message: 'the process that starts the others has ended' })
    for (const waiting of asked.values()) lose(waiting, lost)
    asked.clear()
  })
  for (const end of [starter, starter.stdin]) end?.on('error', () => {}) // `close` follows and tells

  const ask = (what: string, fields: Fields, output?: Output): StarterCall => {
    const id = ++count
    const waiting = expectation(output)
    if (lost) lose(waiting, lost)
    else asked.set(id, waiting)
    request(what, [id, ...fields])
    const { started, running, ended, closed } = waiting
    return {
      id,
      started: started.promise,
      running: running.promise,
      ended: ended.promise,
      closed: closed.promise,
    }
  }
  /** Nothing needs to be said of what has ended and closed its output. */
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
  failed({ started, running }, [errno, syscall = '', path = '']) {
    const error = failureOf(Number(errno), syscall, path)
    for (const one of [started, running]) one.reject(error)
  },
  output({ output }, [stream], bytes) {
    const name = streams[Number(stream)]
    if (name === 'stdout' || name === 'stderr') output?.(name, bytes)
  },
  closed(waiting) {
    waiting.open--
    if (waiting.open === 0) waiting.closed.resolve()
  },
  ended: ({ ended }, [code, signal]) => ended.resolve(exitOf(Number(code), Number(signal))),
}

function expectation(output: Output | undefined): Waiting {
  return {
    started: deferred(),
    running: deferred(),
    ended: deferred(),
    closed: deferred(),
    output,
    open: 2,
  }
}

function lose({ started, running, ended, closed }: Waiting, error: CallFailure): void {
  for (const one of [started, running]) one.reject(error)
  ended.resolve({ code: null, signal: null })
  closed.resolve()
}

function failureOf(number: number, syscall: string, path: string): CallFailure {
  const errno = canonicalErrno(nameOf(constants.errno, number) ?? 'EIO')
  return new CallFailure({
    errno,
    syscall,
    ...(path ? { path } : {}),
    // All that the starter ever writes: whoever writes 0 to cgroup.procs moves itself.
    ...(syscall === 'write' ? { text: '0' } : {}),
    message: `${syscall} ${path}: ${errno}`,
  })
}

function exitOf(code: number, signal: number): WaitStatus {
  if (signal === 0) return { code, signal: null }
  return { code: null, signal: nameOf(constants.signals, signal) ?? `SIG${signal}` }
}

function nameOf(numbers: object, number: number): string | undefined {
  return Object.entries(numbers).find(([, value]) => value === number)?.[0]
}
