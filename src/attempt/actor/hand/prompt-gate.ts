import { type MarkedText, markedTextReader, type TerminalEvent } from '../../../linux/prompt-mark.ts'
import { withoutQueries } from '../../../linux/terminal-query.ts'
import { type Clock, sleep } from '../../../runtime/runtime.ts'

/** Passes on what a terminal shows, and holds it at each prompt until it is known what belongs above. */
export interface PromptGate {
  hear(text: string): void
  /** Lines of our own, which begin at the start of a line. */
  print(lines: string): void
  /** Prints lines above a prompt that somebody sees, if nothing was typed at it and nothing printed after it. Returns whether it was. */
  insert(lines: string): boolean
  /** Somebody has typed something. */
  typed(): void
}

export interface PromptGateOptions {
  show(text: string): void
  /** The lines above a prompt; those that come too late stand above the next one. */
  above?(): Promise<string>
  /** Milliseconds for which a prompt is held. */
  readonly longest: number
}

/**
 * A prompt is the first one, or one since a command began or ended: a line editor that draws its prompt again prints the same mark. In a
 * full-screen program none is held.
 */
export function promptGate(
  { show, above, longest }: PromptGateOptions,
  clock: Pick<Clock, 'after'>,
): PromptGate {
  const read = markedTextReader()
  const waiting: MarkedText[] = []
  let size = 0
  let isNew = true
  let isFullScreen = false
  let isLineStart = true
  let late = ''
  /** The prompt that is shown, with its control sequences; undefined if something else is. */
  let prompt: string | undefined
  /** Ends the hold of the present prompt. */
  let release: (() => void) | undefined

  const emit = (text: string) => {
    if (text === '') return
    isLineStart = startsLine(text) ?? isLineStart
    show(text)
  }
  const printNow = (lines: string) => {
    if (lines !== '') emit((isLineStart ? '' : '\r\n') + screenLines(lines))
  }
  const hold = async (ask: () => Promise<string>) => {
    const over = new AbortController()
    release = () => over.abort()
    const asked = ask().catch(() => '')
    let isLate = false
    const early = asked.then(lines => {
      if (isLate) late += screenLines(lines)
      return lines
    })
    const lines = await Promise.race([early, sleep(clock, longest, over.signal).then(() => undefined)])
    over.abort()
    isLate = lines === undefined
    const owed = late
    late = ''
    printNow(owed + (lines ?? ''))
    release = undefined
    drain()
  }
  const drain = () => {
    let passed = ''
    for (let next = waiting[0]; next; next = waiting[0]) {
      const { event, raw } = next
      if (event.kind === 'prompt' && isNew && !isFullScreen && above) {
        // Once it is held it is an old one.
        isNew = false
        emit(passed)
        return void hold(above)
      }
      if (event.kind === 'screen') isFullScreen = event.isAlternate
      prompt =
        event.kind === 'prompt'
          ? raw
          : event.kind === 'text' && prompt !== undefined
            ? prompt + raw
            : undefined
      if (event.kind === 'command' || event.kind === 'end') isNew = true
      if (!ourOwn.has(event.kind)) passed += raw
      size -= raw.length
      waiting.shift()
    }
    emit(passed)
  }
  return {
    hear(text) {
      for (const piece of read(text)) {
        waiting.push(piece)
        size += piece.raw.length
      }
      if (!release) drain()
      else if (size > mostHeld) release()
    },
    print(lines) {
      if (!release) return printNow(lines)
      const raw = `\r\n${screenLines(lines)}`
      waiting.push({ event: { kind: 'text', text: raw }, raw })
      size += raw.length
    },
    insert(lines) {
      if (release || isFullScreen || prompt === undefined || !isOneRow(prompt)) return false
      const above = screenLines(lines)
      // What it asked the terminal is answered already.
      emit(`\r\x1b[J${above}${withoutQueries(prompt)}`)
      return true
    },
    typed() {
      prompt = undefined
    },
  }
}

/** A prompt of several rows, or with output behind it, can't be drawn again from the start of its line. */
const isOneRow = (prompt: string) => {
  const visible = prompt.replace(sequences, '')
  return visible.length <= longestPrompt && !/[\r\n]/.test(visible)
}

/** Columns: no narrower terminal breaks it. */
const longestPrompt = 40

/** Marks that no terminal but ours knows are not passed on. One has line breaks in it, which a terminal may take for the end of a mark. */
const ourOwn: ReadonlySet<TerminalEvent['kind']> = new Set(['line', 'request'])

/** Characters that a held prompt keeps waiting. */
const mostHeld = 256 * 1024

const screenLines = (lines: string) =>
  lines === '' ? '' : `${lines.replace(/\r?\n$/, '').replace(/\r?\n/g, '\r\n')}\r\n`

/** Whether the cursor is at the start of a line after this; undefined if it has not moved. */
function startsLine(text: string): boolean | undefined {
  const last = text.slice(-mostRead).replace(sequences, '').at(-1)
  return last === undefined ? undefined : last === '\n' || last === '\r'
}

const mostRead = 4096

/** Control sequences, which do not move the cursor along the line. */
const sequences = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|\x07/g
