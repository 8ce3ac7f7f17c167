import { isOpen, newState, scanLine } from './shell-state.ts'

/** A command as it is typed at a prompt: one line, or several until the shell asks for no more. */
export interface TypedCommand {
  readonly text: string
  /** The number of its first line. */
  readonly at: number
}

/** Groups lines into commands, one line at a time. */
export interface CommandReader {
  /** Whether the lines so far end inside of a command. */
  isOpen(): boolean
  /** The command that ends with this line, if one does. Blank lines and comments between commands are none. */
  add(line: string, at: number): TypedCommand | undefined
  /** The lines of a command that has no end, each by itself: the shell that they are typed into knows better. */
  rest(): TypedCommand[]
}

export function commandReader(): CommandReader {
  let state = newState()
  let lines: TypedCommand[] = []
  return {
    isOpen: () => lines.length > 0,
    add(line, at) {
      if (lines.length === 0 && /^[ \t]*(#|$)/.test(line)) return undefined
      lines.push({ text: line, at })
      scanLine(state, line)
      if (isOpen(state)) return undefined
      const command = { text: lines.map(({ text }) => text).join('\n'), at: lines[0]?.at ?? at }
      lines = []
      return command
    },
    rest() {
      const rest = lines
      state = newState()
      lines = []
      return rest
    },
  }
}

/** The commands of a script. */
export function commandsOf(script: string): TypedCommand[] {
  const reader = commandReader()
  const commands = script.split('\n').flatMap((line, index) => reader.add(line, index + 1) ?? [])
  return [...commands, ...reader.rest()]
}
