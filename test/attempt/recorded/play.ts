import type { Connection, Machine } from '../../../src/machine/machine.ts'
import { Problem } from '../../../src/problem.ts'
import type { Channel } from '../../../src/protocol/channel.ts'
import { isSent, lineText, type Recording, recordAnew } from './recording.ts'
import type { VirtualTime } from './virtual-time.ts'

/** A fault of a machine that replays a recording. Lines are counted from 0. */
export interface Trouble {
  /** The channel ends before this line. */
  readonly cutAt?: number
  /** The runner receives nothing from this line on. */
  readonly silentAt?: number
  /** Replaces this line, however often it is requested; the recording continues after it only if the runner accepts it. */
  readonly forgedAt?: { readonly line: number; readonly texts: Iterable<string> }
  /** Milliseconds from the end of the channel until the machine reports that it is lost; negative for before. Default: never. */
  readonly lostAfter?: number
  /** Closing fails. */
  readonly unclosable?: boolean
}

/** A record of one opened machine, for tests. */
export interface Played {
  /** How often it was closed. */
  closed: number
  /** Recorded requests that were not made. */
  readonly missing: readonly string[]
  /** Unrecorded requests, made after the fault. */
  readonly extra: readonly string[]
}

export interface PlayedMachine extends Machine {
  /** Every opening so far, in order. */
  readonly played: readonly Played[]
  /** Forgets earlier openings. */
  forget(): void
}

/**
 * A machine that answers as a recorded one did. The n-th opening replays the n-th recording, cyclically, and has the n-th of
 * `troubles`.
 */
export function playedMachine(
  recordings: readonly [Recording, ...Recording[]],
  time: VirtualTime,
  { jobs = 1, troubles = [] }: { readonly jobs?: number; readonly troubles?: readonly Trouble[] } = {},
): PlayedMachine {
  const played: Played[] = []
  const parts = recordings.map(scriptOf)
  let count = 0
  return {
    ...recordings[0].machine,
    jobs,
    played,
    forget: () => void played.splice(0),
    async open() {
      const opened = play(parts[count % parts.length] as Script, time, troubles[count] ?? {})
      count++
      played.push(opened.played)
      return opened.connection
    },
    close: async () => undefined,
  }
}

/** The problem that a lost machine reports. */
const machineLost = new Problem('machine', 'played-lost', {}, { what: 'the played machine is lost' })

/** The ID of a ping, if the line is one. Recordings contain none, since pings depend on timing. */
export const pinged = (line: string): string | undefined => /"id":(-\d+),"do":"ping"\}$/.exec(line)?.[1]

/** A recording as text. A line without a time is a request. */
interface Script {
  readonly name: string
  readonly lines: readonly { readonly text: string; readonly at?: number }[]
  readonly requests: readonly string[]
}

function scriptOf(recording: Recording): Script {
  const known = scripts.get(recording)
  if (known) return known
  const { name, lines } = recording
  const script = {
    name,
    lines: lines.map(line => ({ text: lineText(line), ...('at' in line ? { at: line.at } : {}) })),
    requests: lines.filter(isSent).map(lineText),
  }
  scripts.set(recording, script)
  return script
}

const scripts = new WeakMap<Recording, Script>()

function play({ name, lines, requests }: Script, time: VirtualTime, trouble: Trouble) {
  const {
    cutAt = Number.POSITIVE_INFINITY,
    silentAt = Number.POSITIVE_INFINITY,
    lostAfter,
    forgedAt,
  } = trouble
  const end = Math.min(cutAt, silentAt, lines.length)
  const opened = time.now()
  const extra: string[] = []
  /** Requests made as recorded; lines of the recording that were played, and the requests among them. */
  let made = 0
  let position = 0
  let passed = 0
  let isOver = false
  let isPlanned = false
  let tellLost: (problem: Problem) => void = () => undefined
  const lost = new Promise<Problem>(resolve => {
    tellLost = resolve
  })
  const { channel, hear, finish } = playedChannel(request)

  /** A request must be the next one of the recording, until something unrecorded has happened. */
  function request(line: string): void {
    const ping = pinged(line)
    if (ping !== undefined) {
      if (silentAt > position)
        time.after(0, () => isOver || hear(JSON.stringify({ id: Number(ping), ok: null })))
      return
    }
    if (line === requests[made]) made++
    else if (end < lines.length && position >= end) extra.push(line)
    else time.fail(mismatch(name, line, requests[made]))
    proceed()
  }

  /** Schedules the next received line, once every request before it was made. */
  function proceed(): void {
    if (isPlanned || isOver) return
    for (; position < end && lines[position]?.at === undefined; position++, passed++)
      if (passed >= made) return
    const line = lines[position]
    if (position >= end) {
      if (cutAt <= end) plan(0, cut)
    } else if (line?.at !== undefined) {
      plan(opened + line.at - time.now(), () => {
        if (position === forgedAt?.line) for (const text of forgedAt.texts) hear(text)
        position++
        hear(line.text)
      })
    }
  }

  function plan(ms: number, call: () => void): void {
    isPlanned = true
    time.after(Math.max(0, ms), () => {
      isPlanned = false
      if (isOver) return
      call()
      proceed()
    })
  }

  function cut(): void {
    isOver = true
    if (lostAfter !== undefined) time.after(Math.max(0, lostAfter), () => tellLost(machineLost))
    time.after(Math.max(0, -(lostAfter ?? 0)), finish)
  }

  const played: Played = {
    closed: 0,
    extra,
    get missing() {
      return requests.slice(made)
    },
  }
  const connection: Connection = {
    channel,
    lost,
    close: async () => {
      played.closed++
      isOver = true
      time.after(0, finish)
      if (trouble.unclosable)
        throw new Problem('machine', 'played-unclosable', {}, { what: 'it does not end' })
    },
  }
  proceed()
  return { connection, played }
}

function playedChannel(request: (line: string) => void) {
  const listeners = new Map<string, ((value?: unknown) => void)[]>()
  const tell = (event: string, value?: unknown) => {
    for (const listener of listeners.get(event) ?? []) listener(value)
  }
  let isFinished = false
  const channel: Channel = {
    write: text => {
      if (!isFinished) for (const line of text.trimEnd().split('\n')) request(line)
    },
    on: (event: string, listener: (value: never) => void) => {
      listeners.set(event, [...(listeners.get(event) ?? []), listener as (value?: unknown) => void])
    },
  }
  return {
    channel,
    hear: (line: string) => tell('data', Buffer.from(`${line}\n`)),
    finish: () => {
      if (isFinished) return
      isFinished = true
      tell('end')
      tell('close')
    },
  }
}

function mismatch(name: string, line: string, expected: string | undefined): Error {
  return new Error(
    `the recording ${name} does not have this request:\n  ${line}\nit has:\n  ${expected ?? 'nothing more'}\n` +
      `If the runner is right, record anew: ${recordAnew}`,
  )
}
