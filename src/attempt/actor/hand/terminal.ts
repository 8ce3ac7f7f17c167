import { goOn, markingEnvironment } from '../../../linux/shell-marks.ts'
import { isReport } from '../../../linux/terminal-query.ts'
import type { Size } from '../../../linux/terminal-size.ts'
import type { AgentClient } from '../../../protocol/client.ts'
import { type Clock, sleep } from '../../../runtime/runtime.ts'
import { announcer } from './announcer.ts'
import type { TypedCommand } from './entry.ts'
import { floodReader } from './flood.ts'
import { endsLine, isUrgent, physicalLines, typedKeys } from './keys.ts'
import { paster } from './paster.ts'
import { type PromptGateOptions, promptGate } from './prompt-gate.ts'
import { requests } from './requests.ts'
import type { TranscriptListener } from './running.ts'
import { type ShellStart, startShell } from './shell.ts'
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
   * Keys of a person, as they come. Pasted lines are passed on one by one, each once the line before it has ended or a while has
   * passed, since what is typed while sudo runs is lost; Ctrl-C and other keys that make signals are passed on at once, and drop what waits.
   */
  press(keys: string): void
  /** Types a command, which may have several lines, and waits until it has ended, or for `timeout` ms. `\x04` alone is Ctrl-D. */
  typeLine(text: string, limits: Limits): Promise<Ended>
  /** Presses Ctrl-C, and waits as `typeLine` does. */
  interrupt(limits: Limits): Promise<Ended>
  /** Presses `q` in a full-screen program that only shows something, and waits as `typeLine` does. */
  leaveScreen(limits: Limits): Promise<Ended>
  resize(size: Size): void
  /** Prints lines above the prompt, if it shows one and nothing was typed at it. Returns whether it was printed. */
  insert(lines: string): boolean
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

export interface TerminalOptions extends Pick<TranscriptListener, 'begun' | 'ended'> {
  /** From 1. */
  readonly number: number
  /** The name of its process, unique on the channel. */
  readonly key: string
  /** The cgroup of its shell, which exists. */
  readonly cgroup: string
  readonly size: Size
  /** The type of the terminal; `dumb` has no line editing. */
  readonly term?: string
  /** Whether its shell reads the profile and the bashrc of the machine (bash -l). On a machine of somebody's own it reads neither. */
  readonly profile: boolean
  /** Whether `!` means the history, as for a person. */
  readonly history: boolean
  /** Milliseconds to wait for the first prompt. */
  readonly patience: number
  /** What the terminal shows, with its control sequences. */
  output?(text: string): void
  /** Answers a shell that asks for something: `lab hint`. What it gives, or a rejection's message, is shown, and the shell goes on. */
  asked?(words: readonly string[]): Promise<string>
  /** Lines above the next prompt, which is held for them; those that come too late stand above the one after it. */
  abovePrompt?(): Promise<string>
  /** The most milliseconds for which a prompt is held; by default none. */
  readonly longestHold?: number
  /** What the Enter of a line waits for, if anything. */
  beforeEnter?(): Promise<void> | undefined
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
  const { key, number, patience } = options
  const { begun, ended } = options
  const asking = requests(async words => options.asked?.(words) ?? '', settle)
  const transcript = newTranscript(
    number,
    clock,
    { ...(begun && { begun }), ...(ended && { ended }), asked: asking.asked },
    options.history,
  )
  const gate = options.output && promptGate(gateOf(options, options.output), clock)
  const changes = announcer()
  /** What says so is not shown: script(1) tells that its session is terminated. */
  let isHungUp = false
  const shell = closing(code => {
    transcript.closed(code)
    changes.announce()
  })
  const isRunning = () => !shell.isClosed && transcript.situation === 'running'
  let isWatched = false
  const watch = watcher(clock, {
    isNeeded: () => isWatched && isRunning(),
    async look() {
      await client.call('terminal', { key }).then(transcript.looked, gone)
      changes.announce()
    },
  })
  const hear = (text: string) => {
    if (text === '') return
    transcript.heard(text)
    if (!isHungUp) gate?.hear(text)
    watch.heard()
    changes.announce()
  }
  const endSection = () => void client.call('end-section', { key }).catch(gone)
  const flood = floodReader({ hear, missed: transcript.missed, next: ms => clock.after(ms, endSection) })
  const send = (keys: string) => {
    if (shell.isClosed) return
    if (!isReport(keys)) {
      if (isUrgent(keys)) asking.dropped()
      transcript.typed(keys)
      gate?.typed()
      watch.typed()
    }
    void client.call('type', { key, text: keys }).catch(gone)
  }
  /** Shows what a shell asked for, and lets it go on, unless it has done so by itself. */
  function settle(answer: string): void {
    const { situation } = transcript
    if (situation === 'screen') return
    gate?.print(answer)
    if (situation === 'running' || situation === 'input')
      void client.call('type', { key, text: goOn }).catch(gone)
  }
  /** Waits until the line that was typed last is done with, for at most this time. */
  const rest = (timeout: number) => changes.until(() => !isRunning(), timeout, clock)
  const settled = async (timeout: number): Promise<Ended> => {
    await rest(timeout)
    const command = transcript.last
    const kind = shell.isClosed ? 'closed' : kindOf(transcript.situation, command)
    return { kind, ...(command && { command }) }
  }

  const pid = await startShell(client, startOf(options), event => {
    if (event.event === 'output') flood.output(event.text)
    else if (event.event === 'held') flood.held()
    else flood.section(event)
    if (event.event === 'exit') shell.close(event.code)
  })
  client.lost.then(() => shell.close(null))
  // A shell that marks its first prompt is not disturbed meanwhile (decisions/058).
  await rest(patience / pieces)
  isWatched = true
  watch.heard()
  await rest(patience)
  return {
    number,
    pid,
    closed: shell.closed,
    get situation() {
      return transcript.situation
    },
    press: paster(
      send,
      async () => {
        await rest(patience / pieces)
        await options.rested?.()
      },
      piece => asking.answered ?? (endsLine(piece) ? options.beforeEnter?.() : undefined),
    ),
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
    leaveScreen({ timeout }) {
      send('q')
      return changes
        .until(() => transcript.situation !== 'screen' || shell.isClosed, timeout, clock)
        .then(() => settled(timeout))
    },
    resize: ({ rows, columns }) => void client.call('resize', { key, rows, columns }).catch(gone),
    insert: lines => gate?.insert(lines) ?? false,
    async close() {
      isHungUp = true
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

const gateOf = (
  { abovePrompt, longestHold = 0 }: TerminalOptions,
  show: (text: string) => void,
): PromptGateOptions => ({ show, longest: longestHold, ...(abovePrompt && { above: () => abovePrompt() }) })

/** A pasted line, and a shell that marks its prompts, has a fifth of the time that any first prompt may take. */
const pieces = 5

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
