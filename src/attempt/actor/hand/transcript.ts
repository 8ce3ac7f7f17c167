import type { HandCommand } from '../../../evidence/hand.ts'
import { promptMarkReader, type TerminalEvent } from '../../../linux/prompt-mark.ts'
import type { TerminalState } from '../../../protocol/message.ts'
import { newDraft } from './draft.ts'
import { type KeptOutput, keptOutput } from './kept-output.ts'

/** A command that was typed into a terminal. `line` is as typed, or as the shell's mark tells it. */
export interface TypedCommand extends Omit<HandCommand, 'step'> {
  /** Milliseconds after which it was interrupted with Ctrl-C. */
  readonly interruptedAfter?: number
}

/**
 * What the terminal does, as far as is known:
 * - `prompt`: a shell reads a command; `continuation`: it reads another line of one
 * - `running`: a command runs
 * - `input`: something waits for input: a program, or a shell that marks nothing
 * - `screen`: a full-screen program has it
 */
export type Situation = 'prompt' | 'continuation' | 'running' | 'input' | 'screen'

/** Makes commands of what is typed into a terminal and what it shows. It sends nothing. */
export interface Transcript {
  readonly situation: Situation
  /** The last command that was typed, if any; it is pending until it is known to be one. */
  readonly last: TypedCommand | undefined
  typed(keys: string): void
  heard(text: string): void
  /** Output that the agent did not send. */
  missed(gap: { readonly bytes: number; readonly lines: number }): void
  /** The state of the terminal, asked for because no mark came. */
  looked(state: TerminalState): void
  /** The terminal was closed, and its shell exited with this code. */
  closed(code: number | null): void
}

export interface TranscriptListener {
  /** A command has started. */
  begun?(command: TypedCommand): void
  /** It has ended, or the shell that read it has; `endedAt` is absent if nothing told its end. */
  ended?(command: TypedCommand): void
}

/** A command, and the shell that read it. */
interface Entry {
  line: string
  startedAt: number
  endedAt?: number
  status?: number
  isFullScreen?: true
  interruptedAfter?: number
  kept: KeptOutput
  /** Of its mark; absent if the shell marks nothing. */
  shell: string | undefined
  /** The process group that read the line, where nothing was marked. */
  readonly group: number | undefined
  /** Whether its output begins with its own echo, since no mark told where that ends. */
  isEchoed: boolean
  /** Whether its output ends with a prompt, since no mark told where that begins. */
  isPrompted?: true
  isBegun: boolean
}

export function newTranscript(
  terminal: number,
  clock: { now(): number },
  listener: TranscriptListener,
): Transcript {
  const read = promptMarkReader()
  const draft = newDraft()
  /** Commands that run, each inside the one before it. */
  const running: Entry[] = []
  /** Lines that were typed while something else ran. */
  const ahead: string[] = []
  /** Whether marks here tell of which shell they are: then one that does not is a program's. */
  let isNamed = false
  let situation: Situation = 'running'
  let shell: string | undefined
  let waiting: number | undefined
  let heardAt = 0
  let pending: Entry | undefined
  let last: Entry | undefined

  const recordOf = (entry: Entry): TypedCommand => commandOf(entry, terminal)

  function newEntry(line: string, more: Pick<Entry, 'shell' | 'group' | 'isEchoed'>): Entry {
    return { line, startedAt: clock.now(), kept: keptOutput(), isBegun: false, ...more }
  }

  function begin(entry: Entry): void {
    entry.isBegun = true
    running.push(entry)
    listener.begun?.(recordOf(entry))
  }

  function finish(entry: Entry, status?: number): void {
    entry.endedAt = clock.now()
    if (status !== undefined) entry.status = status
    listener.ended?.(recordOf(entry))
  }

  /** Ends the commands from this one on: whatever it ran has ended with it. The innermost one made its shell exit, with this status. */
  function finishFrom(index: number, status?: number): void {
    const entries = running.splice(index).reverse()
    for (const [at, each] of entries.entries())
      finish(each, at === 0 || at === entries.length - 1 ? status : undefined)
  }

  const lastOf = (id: string | undefined) =>
    id === undefined ? running.length - 1 : running.findLastIndex(entry => entry.shell === id)

  /** The innermost command that this process group has read: it has ended if the group reads again. */
  const readBy = (group: number) => running.findLastIndex(entry => entry.group === group)

  /** A line that was typed into something that had marked nothing. */
  function unmarked(): Entry | undefined {
    const entry = running.at(-1)
    return entry === last && entry?.shell === undefined ? entry : undefined
  }

  /** A line that a shell took without marking a command. */
  function commit(): Entry | undefined {
    const entry = pending
    pending = undefined
    if (!entry || entry.line.trim() === '') {
      if (entry === last) last = undefined
      return undefined
    }
    begin(entry)
    return entry
  }

  function enter(line: string): void {
    if (situation === 'screen') return
    if (situation === 'running') {
      ahead.push(line)
      return
    }
    if (situation === 'continuation' && pending) {
      pending.line += `\n${line}`
      // So far it was only echoed.
      pending.kept = keptOutput()
    } else if (situation === 'input') {
      last = newEntry(line, { shell: undefined, group: waiting, isEchoed: true })
      pending = last
      commit()
    } else {
      last = newEntry(line, { shell, group: undefined, isEchoed: true })
      pending = last
    }
    situation = 'running'
  }

  /** Somebody reads input: what was typed ahead is read first. */
  function turn(to: 'prompt' | 'continuation' | 'input'): void {
    situation = to
    const line = ahead.shift()
    if (line !== undefined) enter(line)
  }

  const on: { readonly [K in TerminalEvent['kind']]: (event: Extract<TerminalEvent, { kind: K }>) => void } =
    {
      text: ({ text }) => {
        if (situation === 'prompt' || situation === 'continuation') return
        const entry = pending ?? running.at(-1)
        entry?.kept.add(text)
      },
      command: event => {
        const id = event.shell ?? shell
        const same = id === undefined ? -1 : lastOf(id)
        // That shell reads another command, so nothing told the end of this one.
        if (same >= 0) finishFrom(same)
        const entry = pending ?? unmarked() ?? newEntry('', { shell: id, group: undefined, isEchoed: false })
        pending = undefined
        last = entry
        situation = 'running'
        Object.assign(entry, { shell: id, kept: keptOutput(), isEchoed: false })
        if (event.line) entry.line = event.line
        if (!entry.isBegun) begin(entry)
      },
      end: event => {
        if (pending && pending.shell === (event.shell ?? pending.shell)) {
          if (commit()) finishFrom(running.length - 1, event.status)
          return
        }
        const index = lastOf(event.shell)
        // Otherwise it is the first prompt of a new shell, or the mark of a command that has ended already.
        if (index < 0) return
        commit()
        finishFrom(index, event.status)
      },
      prompt: event => {
        commit()
        const index = lastOf(event.shell)
        // The same shell without the end of a command: it was replaced by exec.
        if (index >= 0 && event.shell !== undefined) finishFrom(index)
        shell = event.shell
        turn('prompt')
      },
      continuation: () => turn('continuation'),
      screen: ({ isAlternate }) => {
        const entry = pending ?? running.at(-1)
        if (entry && isAlternate) entry.isFullScreen = true
        if (isAlternate) situation = 'screen'
        else if (situation === 'screen') situation = 'running'
        draft.clear()
      },
    }

  return {
    get situation() {
      return situation
    },
    get last() {
      return last && recordOf(last)
    },
    typed(keys) {
      if (keys.includes('\x03')) {
        ahead.length = 0
        const entry = running.at(-1)
        if (entry && situation !== 'prompt' && situation !== 'continuation')
          entry.interruptedAfter ??= clock.now() - entry.startedAt
        if (situation === 'continuation') pending = undefined
        if (situation === 'input' || situation === 'screen') situation = 'running'
      }
      const lines = draft.type(keys)
      if (lines.length > 0) heardAt = Number.NaN
      for (const line of lines) enter(line)
    },
    heard(text) {
      heardAt = clock.now()
      for (const event of read(text)) {
        if ('shell' in event) isNamed = true
        else if (isNamed && event.kind in ofShells) continue
        on[event.kind](event as never)
      }
    },
    missed(gap) {
      const entry = pending ?? running.at(-1)
      entry?.kept.skip(gap)
    },
    looked(state) {
      waiting = state.group
      if (situation !== 'running' || !state.isWaiting) return
      const entry = pending ?? running.at(-1)
      // An echo, at least, follows a line, unless that is turned off.
      if (Number.isNaN(heardAt) && entry && clock.now() - entry.startedAt < echoPatience) return
      const index = readBy(state.group)
      if (state.quiet < quietBefore[index < 0 ? 'other' : 'same']) return
      commit()
      if (index >= 0) {
        if (last) last.isPrompted = true
        finishFrom(index)
      }
      turn('input')
    },
    closed(code) {
      commit()
      finishFrom(0, code ?? undefined)
    },
  }
}

const ofShells = { prompt: true, continuation: true, command: true, end: true }

/** Milliseconds without output after which whatever waits for input is not about to print something. */
const quietBefore = { same: 100, other: 300 }

/** Milliseconds in which a terminal echoes a line. */
const echoPatience = 1_000

function commandOf(entry: Entry, terminal: number): TypedCommand {
  const { line, startedAt, endedAt, status, isFullScreen, interruptedAfter } = entry
  const { output, cut } = entry.kept.shown()
  return {
    terminal,
    line,
    startedAt,
    ...(endedAt !== undefined && { endedAt }),
    output: withoutPrompt(entry, output),
    ...(cut && { cut }),
    ...(status !== undefined && { status }),
    ...(isFullScreen && { fullScreen: isFullScreen }),
    ...(interruptedAfter !== undefined && { interruptedAfter }),
  }
}

/** Without the echo of the line, and without the prompt after it, where no mark bounds them. */
function withoutPrompt({ isEchoed, isPrompted }: Entry, output: string): string {
  return output.slice(
    isEchoed ? output.indexOf('\n') + 1 : 0,
    isPrompted ? output.lastIndexOf('\n') + 1 : output.length,
  )
}
