import { lineCounter, linesOf } from '../../../linux/lines.ts'
import { type AgentClient, type ProcessEvent, unless } from '../../../protocol/client.ts'
import type { SectionEnd } from '../../../protocol/message.ts'
import { type Clock, sleep } from '../../../runtime/runtime.ts'
import { isUrgent, physicalLines, pressedPieces, typedKeys } from './keys.ts'
import { markingEnvironment } from './marks.ts'
import { type Size, startShell } from './shell.ts'
import { newTranscript, type Situation, type TranscriptListener, type TypedCommand } from './transcript.ts'

/**
 * A terminal in the machine: a shell that somebody types into, and the commands that this makes. A command has ended with its shell's
 * mark. Where a shell marks nothing, the agent is asked who has the terminal: it has ended when whoever had it at Enter waits for
 * input again.
 */
export interface Terminal {
  /** From 1. */
  readonly number: number
  /** PID of the process that relays the terminal; the shell is its child. */
  readonly pid: number
  /** What is known of it now. */
  readonly situation: Situation
  /**
   * Keys of a person, as they come. Pasted lines are passed on one by one, each once the line before it has ended or 300 ms have
   * passed; Ctrl-C and other keys that make signals are passed on at once, and drop what waits.
   */
  press(keys: string): void
  /** Types a command, which may have several lines, and waits until it has ended, or for `timeout` ms. `\x04` alone is Ctrl-D. */
  typeLine(text: string, limits: Limits): Promise<Ended>
  /** Presses Ctrl-C, and waits as `typeLine` does. */
  interrupt(limits: Limits): Promise<Ended>
  resize(size: Size): void
  /** Resolves with the exit code of its shell, once it has exited or the machine is lost. */
  readonly closed: Promise<number | null>
  /** Hangs up, as when the window of a terminal is closed. */
  close(): Promise<void>
}

interface Limits {
  /** Milliseconds. */
  readonly timeout: number
}

/** How a typed line ended; `command` is what it was recorded as, if it was not blank. */
export interface Ended {
  /**
   * - `ended`: the command did; its status is that of `command`, if the shell told
   * - `entered`: a shell inside or a program waits for input now
   * - `unfinished`: the shell waits for more lines of the same command
   * - `full-screen`: a program uses the alternate screen
   * - `overdue`: it still runs
   * - `closed`: the shell of the terminal has exited
   */
  readonly kind: 'ended' | 'entered' | 'unfinished' | 'full-screen' | 'overdue' | 'closed'
  readonly command?: TypedCommand
}

export interface TerminalOptions extends TranscriptListener {
  /** From 1. */
  readonly number: number
  /** The name of its process, unique on the channel. */
  readonly key: string
  /** The cgroup of its shell, which is made unless it exists. */
  readonly cgroup: string
  readonly size: Size
  /** The type of the terminal; `dumb` has no line editing. */
  readonly term?: string
  /**
   * Whether its shell reads the profile and the bashrc of the machine (bash -l), so that `markShells` reaches every shell in it. On a
   * machine of somebody's own it reads neither.
   */
  readonly profile: boolean
  /** Whether `!` means the history, as for a person. */
  readonly history: boolean
  /** Bytes of the head and the tail of a flood that are fetched at a time. */
  readonly keep?: number
  /** Milliseconds to wait for the first prompt. */
  readonly patience: number
  /** What the terminal shows, with its control sequences. */
  output?(text: string): void
}

/** `now` is on the agent's clock, as every time in a record. */
type TerminalClock = Pick<Clock, 'now' | 'after'>

/** Opens a terminal and waits for its first prompt. */
export async function openTerminal(
  client: AgentClient,
  options: TerminalOptions,
  clock: TerminalClock,
): Promise<Terminal> {
  const { key, number, cgroup, size, keep = 64 * 1024 } = options
  const transcript = newTranscript(number, clock, options)
  const changes = announcer()
  let isClosed = false
  let heardAt = clock.now()
  let close: (code: number | null) => void = () => undefined
  const closed = new Promise<number | null>(resolve => {
    close = code => {
      if (isClosed) return
      isClosed = true
      transcript.closed(code)
      changes.announce()
      resolve(code)
    }
  })

  const hear = (text: string) => {
    if (text === '') return
    heardAt = clock.now()
    transcript.heard(text)
    options.output?.(text)
    watch()
    changes.announce()
  }
  const flood = floodReader({ hear, missed: transcript.missed, next: ms => clock.after(ms, endSection) })
  const ignored = () => undefined
  const endSection = () => void client.call('end-section', { key }).catch(ignored)

  function onEvent(event: ProcessEvent): void {
    if (event.event === 'output') flood.output(event.text)
    else if (event.event === 'held') flood.held()
    else flood.section(event)
    if (event.event === 'exit') close(event.code)
  }

  /** Asks who has the terminal while something runs and is quiet. */
  function watch(): void {
    if (isWatched || isClosed || transcript.situation !== 'running') return
    isWatched = true
    clock.after(interval, look)
  }
  let isWatched = false
  let interval = intervals.least

  async function look(): Promise<void> {
    if (transcript.situation === 'running' && !isClosed && clock.now() - heardAt >= quiet) {
      interval = Math.min(intervals.most, interval * intervals.growth)
      await client.call('terminal', { key }).then(transcript.looked, ignored)
      changes.announce()
    }
    isWatched = false
    watch()
  }

  function send(keys: string): void {
    if (isClosed) return
    transcript.typed(keys)
    interval = intervals.least
    void client.call('type', { key, text: keys }).catch(ignored)
    watch()
  }

  /** Whether the line that was typed last is done with, within this time. */
  const rest = (timeout: number) =>
    changes.until(() => isClosed || transcript.situation !== 'running', timeout, clock)

  async function settled(timeout: number): Promise<Ended> {
    await rest(timeout)
    const command = transcript.last
    return { kind: isClosed ? 'closed' : kindOf(transcript.situation, command), ...(command && { command }) }
  }

  const paste = paster(send, () => rest(pasteInterval))

  await client.call('make-directory', { path: cgroup }).catch(unless('EEXIST'))
  const start = { key, cgroup, keep, size, argv: argvOf(options) }
  const env = { ...markingEnvironment, ...(options.term !== undefined && { TERM: options.term }) }
  const pid = await startShell(client, { ...start, env }, onEvent)
  client.lost.then(() => close(null))
  watch()
  await rest(options.patience)
  return {
    number,
    pid,
    closed,
    get situation() {
      return transcript.situation
    },
    press: paste,
    async typeLine(text, { timeout }) {
      const deadline = clock.now() + timeout
      let ended: Ended = { kind: 'ended' }
      for (const line of physicalLines(text)) {
        send(typedKeys(line))
        ended = await settled(deadline - clock.now())
        if (!['ended', 'entered', 'unfinished'].includes(ended.kind)) break
      }
      return ended
    },
    interrupt({ timeout }) {
      send('\x03')
      return settled(timeout)
    },
    resize: ({ rows, columns }) => void client.call('resize', { key, rows, columns }).catch(ignored),
    async close() {
      for (const signal of ['SIGHUP', 'SIGKILL']) {
        if (isClosed) return
        await client.call('signal', { key, signal }).catch(ignored)
        await Promise.race([closed, sleep(clock, hangUpPatience)])
      }
    },
  }
}

/** Milliseconds without output before the agent is asked. */
const quiet = 90

/** Milliseconds between two questions to the agent. */
const intervals = { least: 60, growth: 1.4, most: 500 }

/** Milliseconds for which a pasted line waits for the one before it. */
const pasteInterval = 300

/** Milliseconds for a shell to end after its terminal was closed. */
const hangUpPatience = 1_000

function argvOf({ profile, history }: TerminalOptions): string[] {
  return ['bash', ...(profile ? ['-l'] : ['--noprofile', '--norc']), ...(history ? [] : ['+H'])]
}

function kindOf(situation: Situation, command: TypedCommand | undefined): Ended['kind'] {
  if (situation === 'running') return 'overdue'
  if (situation === 'screen') return 'full-screen'
  if (situation === 'continuation') return 'unfinished'
  return command === undefined || command.endedAt !== undefined ? 'ended' : 'entered'
}

/** Passes on lines one by one. */
function paster(send: (keys: string) => void, ended: () => Promise<void>): (keys: string) => void {
  let waiting: string[] = []
  let isBusy = false
  const pump = async () => {
    isBusy = true
    for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
      send(piece)
      if (waiting.length > 0) await ended()
    }
    isBusy = false
  }
  return keys => {
    if (isUrgent(keys)) {
      waiting = []
      return send(keys)
    }
    if (waiting.length < mostPasted) waiting.push(...pressedPieces(keys))
    if (!isBusy) void pump()
  }
}

/** Lines that wait to be passed on; more are dropped. */
const mostPasted = 10_000

/** Lets others wait for a change. */
function announcer() {
  let tell: () => void = () => undefined
  let next = new Promise<void>(resolve => {
    tell = resolve
  })
  return {
    announce() {
      tell()
      next = new Promise(resolve => {
        tell = resolve
      })
    },
    async until(holds: () => boolean, timeout: number, clock: TerminalClock): Promise<void> {
      const deadline = clock.now() + timeout
      while (!holds() && clock.now() < deadline) {
        const stop = new AbortController()
        await Promise.race([next, sleep(clock, deadline - clock.now(), stop.signal)])
        stop.abort()
      }
    },
  }
}

/**
 * Reads output of which the agent passes on only head and tail of each section: it ends the section a moment after the head was full,
 * so that a program that floods the terminal costs a bounded part of the channel.
 */
function floodReader({
  hear,
  missed,
  next,
}: {
  hear: (text: string) => void
  missed: (gap: { bytes: number; lines: number }) => void
  next: (ms: number) => void
}) {
  let lines = lineCounter()
  let pause = pauses.least
  const output = (text: string) => {
    lines.add(linesOf(text))
    hear(text)
  }
  return {
    output,
    held() {
      next(pause)
      pause = Math.min(pauses.most, pause * 2)
    },
    section({ tails, dropped, lines: counted }: SectionEnd) {
      const bytes = dropped.stdout
      if (bytes > 0) {
        lines.add(linesOf(tails.stdout))
        missed({ bytes, lines: Math.max(0, counted.stdout - lines.count()) })
        hear(tails.stdout)
      } else {
        pause = pauses.least
        hear(tails.stdout)
      }
      lines = lineCounter()
    },
  }
}

/** Milliseconds between two parts of a flood. */
const pauses = { least: 50, most: 400 }
