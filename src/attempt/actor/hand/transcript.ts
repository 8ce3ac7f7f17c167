import { promptMarkReader, type TerminalEvent } from '../../../linux/prompt-mark.ts'
import type { TerminalState } from '../../../protocol/message.ts'
import { newDraft } from './draft.ts'
import { commandOf, type Entry, newEntry, type TypedCommand } from './entry.ts'
import { keptOutput } from './kept-output.ts'
import { runningCommands, type TranscriptListener } from './running.ts'

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

export function newTranscript(
  terminal: number,
  clock: { now(): number },
  listener: TranscriptListener,
  /** Whether a command is what its shell tells; otherwise what was typed, if that is known. */
  isTold = true,
): Transcript {
  const read = promptMarkReader()
  const draft = newDraft()
  const running = runningCommands(terminal, clock, listener)
  /** Lines that were typed while something else ran. */
  const ahead: string[] = []
  /** Whether marks here tell of which shell they are: then one that does not is a program's. */
  let isNamed = false
  let situation: Situation = 'running'
  let shell: string | undefined
  let waiting: number | undefined
  let heardAt = 0
  let sighting: { readonly group: number; readonly heardAt: number; readonly at: number } | undefined
  let pending: Entry | undefined
  let last: Entry | undefined

  /** A line that was typed into something that had marked nothing. */
  function unmarked(): Entry | undefined {
    const entry = running.innermost
    return entry === last && entry?.shell === undefined ? entry : undefined
  }

  const isToldOf = ({ line }: Entry) => isTold || line === ''

  /** A line that a shell took without marking a command. */
  function commit(): Entry | undefined {
    const entry = pending
    pending = undefined
    if (!entry || entry.line.trim() === '') {
      if (entry === last) last = undefined
      return undefined
    }
    running.begin(entry)
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
      last = newEntry(line, clock.now(), { shell: undefined, group: waiting, isEchoed: true })
      pending = last
      commit()
    } else {
      last = newEntry(line, clock.now(), { shell, group: undefined, isEchoed: true })
      pending = last
    }
    situation = 'running'
  }

  /** Whether the line may not have arrived: it is echoed, at least, and a shell that marks its prompts prints the next one. */
  function isUnanswered(): boolean {
    if (!Number.isNaN(heardAt)) return false
    if (pending?.shell !== undefined) return true
    return clock.now() - (running.innermost?.startedAt ?? 0) < echoPatience
  }

  /** Whether a group that waits was seen waiting before, with no output since: what a prompt prints may still be on its way. */
  function isConfirmed(group: number): boolean {
    const at = clock.now()
    if (sighting?.group !== group || !Object.is(sighting.heardAt, heardAt)) sighting = { group, heardAt, at }
    return at - sighting.at >= (isNamed ? confirmedAfter.inside : confirmedAfter.atFirst)
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
        const entry = pending ?? running.innermost
        entry?.kept.add(text)
      },
      command: event => {
        const id = event.shell ?? shell
        const same = id === undefined ? -1 : running.lastOf(id)
        // That shell reads another command, so nothing told the end of this one.
        if (same >= 0) running.finishFrom(same)
        const entry =
          pending ?? unmarked() ?? newEntry('', clock.now(), { shell: id, group: undefined, isEchoed: false })
        pending = undefined
        last = entry
        situation = 'running'
        Object.assign(entry, { shell: id, kept: keptOutput(), isEchoed: false })
        if (event.line && isToldOf(entry)) entry.line = event.line
        if (entry.isBegun) return
        // Not when it was typed: on a slow machine its shell takes a while to read it.
        entry.startedAt = clock.now()
        running.begin(entry)
      },
      line: event => {
        const entry = running.at(running.lastOf(event.shell))
        if (entry && isToldOf(entry)) entry.line = event.line
      },
      end: event => {
        if (pending && pending.shell === (event.shell ?? pending.shell)) {
          if (commit()) running.finishFrom(running.lastOf(undefined), event.status)
          return
        }
        const index = running.lastOf(event.shell)
        // Otherwise it is the first prompt of a new shell, or the mark of a command that has ended already.
        if (index < 0) return
        commit()
        running.finishFrom(index, event.status)
      },
      prompt: event => {
        commit()
        const index = running.lastOf(event.shell)
        // The same shell without the end of a command: it was replaced by exec.
        if (index >= 0 && event.shell !== undefined) running.finishFrom(index)
        shell = event.shell
        turn('prompt')
      },
      continuation: () => turn('continuation'),
      request: ({ words }) => {
        if (situation === 'running' || situation === 'input') listener.asked?.(words)
      },
      screen: ({ isAlternate }) => {
        const entry = pending ?? running.innermost
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
      return last && commandOf(last, terminal)
    },
    typed(keys) {
      if (keys.includes('\x03')) {
        ahead.length = 0
        const entry = running.innermost
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
      const entry = pending ?? running.innermost
      entry?.kept.skip(gap)
    },
    looked(state) {
      waiting = state.group
      if (situation !== 'running' || !state.isWaiting) return
      if (isUnanswered()) return
      const index = running.readBy(state.group)
      if (state.quiet < quietBefore[index < 0 ? 'other' : 'same'] || !isConfirmed(state.group)) return
      commit()
      if (index >= 0) {
        if (last) last.isPrompted = true
        running.finishFrom(index)
      }
      turn('input')
    },
    closed(code) {
      commit()
      running.finishFrom(0, code ?? undefined)
    },
  }
}

const ofShells = { prompt: true, continuation: true, command: true, line: true, end: true }

/** Milliseconds without output after which whatever waits for input is not about to print something. */
const quietBefore = { same: 100, other: 300 }

/** Milliseconds between two looks that show the same. The first shell of a terminal marks its prompts, unless somebody has replaced it. */
const confirmedAfter = { inside: 100, atFirst: 5_000 }

/** Milliseconds after which a line is taken to have arrived without an echo, as a password does. */
const echoPatience = 2_000
