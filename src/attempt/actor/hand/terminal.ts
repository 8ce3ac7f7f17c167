import { type AgentClient, unless } from '../../../protocol/client.ts'
import { type Clock, sleep } from '../../../runtime/runtime.ts'
import { announcer } from './announcer.ts'
import type { TypedCommand } from './entry.ts'
import { floodReader } from './flood.ts'
import { physicalLines, typedKeys } from './keys.ts'
import { markingEnvironment } from './marks.ts'
import { paster } from './paster.ts'
import type { TranscriptListener } from './running.ts'
import { type ShellStart, type Size, startShell } from './shell.ts'
import { newTranscript, type Situation } from './transcript.ts'
import { watcher } from './watcher.ts'

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
   * Keys of a person, as they come. Pasted lines are passed on one by one, each once the line before it has ended or a second has
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
  /** Milliseconds to wait for the first prompt. */
  readonly patience: number
  /** What the terminal shows, with its control sequences. */
  output?(text: string): void
  /** Awaited between pasted lines, once the one before has ended. */
  rested?(): Promise<void>
}

/** `now` is on the agent's clock, as every time in a record. */
type TerminalClock = Pick<Clock, 'now' | 'after'>

/** Opens a terminal and waits for its first prompt. */
export async function openTerminal(
  client: AgentClient,
  options: TerminalOptions,
  clock: TerminalClock,
): Promise<Terminal> {
  const { key, number, cgroup, patience } = options
  const transcript = newTranscript(number, clock, options, options.history)
  const changes = announcer()
  const shell = closing(code => {
    transcript.closed(code)
    changes.announce()
  })
  const isRunning = () => !shell.isClosed && transcript.situation === 'running'
  const watch = watcher(clock, {
    isNeeded: isRunning,
    async look() {
      await client.call('terminal', { key }).then(transcript.looked, gone)
      changes.announce()
    },
  })
  const hear = (text: string) => {
    if (text === '') return
    transcript.heard(text)
    options.output?.(text)
    watch.heard()
    changes.announce()
  }
  const endSection = () => void client.call('end-section', { key }).catch(gone)
  const flood = floodReader({ hear, missed: transcript.missed, next: ms => clock.after(ms, endSection) })
  const send = (keys: string) => {
    if (shell.isClosed) return
    transcript.typed(keys)
    void client.call('type', { key, text: keys }).catch(gone)
    watch.typed()
  }
  /** Waits until the line that was typed last is done with, for at most this time. */
  const rest = (timeout: number) => changes.until(() => !isRunning(), timeout, clock)
  const settled = async (timeout: number): Promise<Ended> => {
    await rest(timeout)
    const command = transcript.last
    const kind = shell.isClosed ? 'closed' : kindOf(transcript.situation, command)
    return { kind, ...(command && { command }) }
  }

  await client.call('make-directory', { path: cgroup }).catch(unless('EEXIST'))
  const pid = await startShell(client, startOf(options), event => {
    if (event.event === 'output') flood.output(event.text)
    else if (event.event === 'held') flood.held()
    else flood.section(event)
    if (event.event === 'exit') shell.close(event.code)
  })
  client.lost.then(() => shell.close(null))
  watch.heard()
  await rest(patience)
  return {
    number,
    pid,
    closed: shell.closed,
    get situation() {
      return transcript.situation
    },
    press: paster(send, async () => {
      await rest(pasteInterval)
      await options.rested?.()
    }),
    async typeLine(text, { timeout }) {
      const deadline = clock.now() + timeout
      let ended: Ended = { kind: 'ended' }
      for (const line of physicalLines(text)) {
        send(typedKeys(line))
        ended = await settled(deadline - clock.now())
        if (!goesOn.has(ended.kind)) break
      }
      return ended
    },
    interrupt({ timeout }) {
      send('\x03')
      return settled(timeout)
    },
    resize: ({ rows, columns }) => void client.call('resize', { key, rows, columns }).catch(gone),
    async close() {
      for (const signal of ['SIGHUP', 'SIGKILL']) {
        if (shell.isClosed) return
        await client.call('signal', { key, signal }).catch(gone)
        await Promise.race([shell.closed, sleep(clock, hangUpPatience)])
      }
    },
  }
}

/** Where the next line of a command can be typed. */
const goesOn: ReadonlySet<Ended['kind']> = new Set(['ended', 'entered', 'unfinished'])

/** A call about a shell that has just ended, or to a machine that is lost, which `closed` tells. */
const gone = () => undefined

/** The end of the shell, which is told once. */
function closing(onClose: (code: number | null) => void) {
  let resolve: (code: number | null) => void = () => undefined
  const shell = {
    isClosed: false,
    closed: new Promise<number | null>(tell => {
      resolve = tell
    }),
    close(code: number | null) {
      if (shell.isClosed) return
      shell.isClosed = true
      onClose(code)
      resolve(code)
    },
  }
  return shell
}

/** Milliseconds for which a pasted line waits for the one before it. */
const pasteInterval = 1_000

/** Milliseconds for a shell to end after its terminal was closed. */
const hangUpPatience = 1_000

/** Bytes of the head and the tail of a flood that are fetched at a time. */
const keep = 64 * 1024

function startOf({ key, cgroup, size, term, profile, history }: TerminalOptions): ShellStart {
  const argv = [
    'bash',
    ...(profile ? ['-l'] : ['--noprofile', '--norc']),
    ...(history ? [] : ['+H']), // no history expansion
  ]
  const env = { ...markingEnvironment, ...(term !== undefined && { TERM: term }) }
  return { key, cgroup, size, keep, argv, env }
}

function kindOf(situation: Situation, command: TypedCommand | undefined): Ended['kind'] {
  if (situation === 'running') return 'overdue'
  if (situation === 'screen') return 'full-screen'
  if (situation === 'continuation') return 'unfinished'
  return command === undefined || command.endedAt !== undefined ? 'ended' : 'entered'
}
