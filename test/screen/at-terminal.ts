import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import type { Duplex, Readable, Writable } from 'node:stream'
import headless from '@xterm/headless'
import type { Test } from 'tap'

/** A command at a real pseudo-terminal, whose screen is read by a terminal emulator: one with synchronized output (DEC mode 2026). */
export interface AtTerminal {
  /** Of the command itself. */
  readonly pid: number
  /** What the screen shows now, without blanks at the ends of lines and without empty lines at the end. */
  text(): string
  /** The same of the scrollback and the screen. */
  history(): string
  /** The cursor on the screen, from 0, and whether it is shown. */
  cursor(): { readonly row: number; readonly column: number; readonly isShown: boolean }
  /** Modes that programs turn on: what the terminal sends for keys, the mouse and pasted text, and which screen is shown. */
  modes(): Modes
  /** All that was written to the terminal, with its control sequences. */
  written(): string
  /** The emulator, for what is not here: colours, lines that were wrapped. */
  readonly emulator: InstanceType<typeof headless.Terminal>
  /** Types keys: `press('ls\r')`, `press(keys.chord)`. */
  press(typed: string | Buffer): void
  /** Waits until the screen matches, and returns the match; throws with the screen after so many milliseconds. */
  until(pattern: RegExp, ms?: number): Promise<RegExpMatchArray>
  /** Waits until this holds; throws with the screen after so many milliseconds. */
  untilSo(what: string, holds: () => boolean, ms?: number): Promise<void>
  resize(size: { readonly rows: number; readonly columns: number }): void
  /** Stops taking output, as a terminal that was stopped with Ctrl-S does; `false` goes on. */
  stop(isStopped: boolean): void
  /** Sends the command a signal. */
  kill(signal: NodeJS.Signals): void
  /** Closes the terminal, as a window is closed: the command gets SIGHUP. */
  hangUp(): void
  /** Resolves with the exit code once the command has ended; 128 and the signal's number if it was killed. */
  readonly ended: Promise<number | null>
}

interface Modes {
  readonly isAlternate: boolean
  readonly mouse: 'none' | 'x10' | 'vt200' | 'drag' | 'any'
  readonly bracketedPaste: boolean
  readonly applicationCursor: boolean
}

/** What a terminal sends for some keys. */
export const keys = {
  chord: '\x1d',
  enter: '\r',
  escape: '\x1b',
  interrupt: '\x03',
  suspend: '\x1a',
  end: '\x04',
  up: '\x1b[A',
  down: '\x1b[B',
  pageUp: '\x1b[5~',
  pageDown: '\x1b[6~',
  paste: (text: string) => `\x1b[200~${text}\x1b[201~`,
} as const

interface Options {
  readonly size?: { readonly rows: number; readonly columns: number }
  /** In addition to those of this process; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
}

/** Milliseconds to wait for a screen: a restored machine without KVM takes some of them. */
const patience = 20_000

/** A script that bundles this file runs in the folder of the project. */
const relayProgram = resolve(import.meta.dirname ?? 'test/screen', 'relay.pl')

/** Runs a command at a pseudo-terminal until the test ends. */
export async function atTerminal(
  t: Pick<Test, 'teardown'>,
  command: readonly string[],
  { size = { rows: 24, columns: 80 }, env, cwd }: Options = {},
): Promise<AtTerminal> {
  const relay = spawn('perl', [relayProgram, `${size.rows}`, `${size.columns}`, ...command], {
    stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
    env: { ...process.env, TERM: 'xterm-256color', NO_COLOR: undefined, ...env },
    ...(cwd !== undefined && { cwd }),
  })
  const [stdin, stdout, , control] = relay.stdio as unknown as [Writable, Readable, null, Duplex]
  stdin.on('error', () => undefined) // the command has ended
  control.on('error', () => undefined)
  const ended = new Promise<number | null>(resolve => relay.once('close', resolve))
  const hangUp = () => void relay.kill('SIGKILL')
  t.teardown(async () => {
    hangUp()
    await ended
  })
  const [told] = (await Promise.race([once(control, 'data'), ended.then(() => ['none'])])) as [
    Buffer | string,
  ]
  const pid = Number.parseInt(`${told}`, 10)
  const line: Line = {
    pid,
    hear: heard => void stdout.on('data', heard),
    pause: () => void stdout.pause(),
    resume: () => void stdout.resume(),
    press: typed => void stdin.write(typed),
    resize: ({ rows, columns }) => void control.write(`${rows} ${columns}\n`),
    kill: signal => void process.kill(pid, signal),
    hangUp,
    ended,
  }
  return emulated(t, line, size)
}

/** Text of a screen without its line breaks: where it wraps depends on the paths in it. */
export const inOneLine = (text: string): string => text.replace(/\s+/g, ' ')

/** A command at a pseudo-terminal, here or in another machine. */
export interface Line extends Pick<AtTerminal, 'pid' | 'press' | 'resize' | 'kill' | 'hangUp' | 'ended'> {
  /** Passes on what the terminal is to show. */
  hear(heard: (data: Buffer) => void): void
  pause(): void
  resume(): void
}

/** The screen at this end of a line. */
export function emulated(t: Pick<Test, 'teardown'>, line: Line, size: Required<Options>['size']): AtTerminal {
  const emulator = new headless.Terminal({
    ...{ cols: size.columns, rows: size.rows },
    ...{ scrollback: 5_000, allowProposedApi: true },
  })
  t.teardown(() => emulator.dispose())
  let written = ''
  line.hear(data => {
    written = (written + data.toString('latin1')).slice(-mostWritten)
    // A terminal reads as fast as it draws.
    line.pause()
    emulator.write(data, () => isStopped || line.resume())
  })
  let isStopped = false
  let isHidden = false
  const cursorMode = (hides: boolean) => (params: (number | number[])[]) => {
    if (params.includes(25)) isHidden = hides
    return false
  }
  emulator.parser.registerCsiHandler({ prefix: '?', final: 'h' }, cursorMode(false))
  emulator.parser.registerCsiHandler({ prefix: '?', final: 'l' }, cursorMode(true))
  // Once all of its output is on the screen.
  const ended = line.ended.then(
    code => new Promise<typeof code>(resolve => emulator.write('', () => resolve(code))),
  )
  const { press } = line
  emulator.onData(press) // its answers to questions of programs

  const linesFrom = (first: number) => {
    const { active } = emulator.buffer
    const lines = Array.from({ length: active.length - first }, (_, index) =>
      active
        .getLine(first + index)
        ?.translateToString(true)
        .trimEnd(),
    )
    return lines.join('\n').trimEnd()
  }
  const text = () => linesFrom(emulator.buffer.active.baseY)
  const poll = async <T>(what: string, look: () => T | null | undefined | false, ms: number): Promise<T> => {
    for (const end = Date.now() + ms; ; ) {
      const found = !emulator.modes.synchronizedOutputMode && look()
      if (found) return found
      if (Date.now() > end)
        throw new Error(`no ${what} within ${ms} ms on the screen:\n${framed(text(), size.columns)}`)
      await new Promise(resolve => setTimeout(resolve, 10))
    }
  }
  return {
    ...line,
    ended,
    emulator,
    text,
    history: () => linesFrom(0),
    cursor: () => {
      const { cursorX, cursorY } = emulator.buffer.active
      return { row: cursorY, column: cursorX, isShown: !isHidden }
    },
    modes: () => ({
      isAlternate: emulator.buffer.active.type === 'alternate',
      mouse: emulator.modes.mouseTrackingMode,
      bracketedPaste: emulator.modes.bracketedPasteMode,
      applicationCursor: emulator.modes.applicationCursorKeysMode,
    }),
    written: () => Buffer.from(written, 'latin1').toString(),
    until: (pattern, ms = patience) => poll(`${pattern}`, () => text().match(pattern), ms),
    untilSo: async (what, holds, ms = patience) => void (await poll(what, holds, ms)),
    resize: given => {
      emulator.resize(given.columns, given.rows)
      line.resize(given)
    },
    stop: stopped => {
      isStopped = stopped
      if (stopped) line.pause()
      else line.resume()
    },
  }
}

/** Bytes of all that was written that are kept. */
const mostWritten = 4 * 1024 ** 2

const framed = (text: string, columns: number) =>
  [`┌${'─'.repeat(columns)}`, ...text.split('\n').map(line => `│${line}`), `└${'─'.repeat(columns)}`].join(
    '\n',
  )
