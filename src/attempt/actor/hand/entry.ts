import type { HandCommand } from '../../../evidence/hand.ts'
import { type KeptOutput, keptOutput } from './kept-output.ts'

/** A command that was typed into a terminal. `line` is as typed, or as the shell's mark tells it. */
export interface TypedCommand extends Omit<HandCommand, 'step'> {
  /** Milliseconds after which it was interrupted with Ctrl-C. */
  readonly interruptedAfter?: number
}

/** A command, and the shell that read it. */
export interface Entry {
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

export function newEntry(
  line: string,
  startedAt: number,
  more: Pick<Entry, 'shell' | 'group' | 'isEchoed'>,
): Entry {
  return { line, startedAt, kept: keptOutput(), isBegun: false, ...more }
}

/** What is recorded of it. */
export function commandOf(entry: Entry, terminal: number): TypedCommand {
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
