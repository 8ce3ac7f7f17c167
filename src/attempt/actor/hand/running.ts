import { commandOf, type Entry, type TypedCommand } from './entry.ts'

export interface TranscriptListener {
  /** A command has started. */
  begun?(command: TypedCommand): void
  /** It has ended, or the shell that read it has; `endedAt` is absent if nothing told its end. */
  ended?(command: TypedCommand): void
  /** A shell asks for something, and waits. */
  asked?(words: readonly string[]): void
}

/** The commands that run in a terminal, each inside the one before it. */
export interface Running {
  /** The innermost one. */
  readonly innermost: Entry | undefined
  /** The index of the innermost one that this shell has read; without a shell, of the innermost one; or -1. */
  lastOf(shell: string | undefined): number
  at(index: number): Entry | undefined
  /** The index of the innermost one that this process group has read, or -1. */
  readBy(group: number): number
  begin(entry: Entry): void
  /** Ends the commands from this one on: whatever it ran has ended with it. The innermost one made its shell exit, with this status. */
  finishFrom(index: number, status?: number): void
}

export function runningCommands(
  terminal: number,
  clock: { now(): number },
  listener: TranscriptListener,
): Running {
  const entries: Entry[] = []
  const finish = (entry: Entry, status?: number) => {
    entry.endedAt = clock.now()
    if (status !== undefined) entry.status = status
    listener.ended?.(commandOf(entry, terminal))
  }
  return {
    get innermost() {
      return entries.at(-1)
    },
    lastOf: shell =>
      shell === undefined ? entries.length - 1 : entries.findLastIndex(entry => entry.shell === shell),
    at: index => entries[index],
    readBy: group => entries.findLastIndex(entry => entry.group === group),
    begin(entry) {
      entry.isBegun = true
      entries.push(entry)
      listener.begun?.(commandOf(entry, terminal))
    },
    finishFrom(index, status) {
      const ended = entries.splice(index).reverse()
      for (const [at, each] of ended.entries())
        finish(each, at === 0 || at === ended.length - 1 ? status : undefined)
    },
  }
}
