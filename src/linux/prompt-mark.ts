import { shellUnquote } from './shell-unquote.ts'

/**
 * What a shell tells a terminal about its prompts and commands: semantic prompt marks (OSC 133, as FinalTerm, VTE and kitty know them).
 * Any program can print such a mark. `shell` is the mark's `aid`, by which a shell tells its marks from those of shells inside it.
 */
export type TerminalEvent =
  | { readonly kind: 'text'; readonly text: string }
  /** The shell reads a command: `133;A`. */
  | { readonly kind: 'prompt'; readonly shell?: string }
  /** The shell reads another line of the same command: `133;A;k=s`. */
  | { readonly kind: 'continuation'; readonly shell?: string }
  /** The shell executes a command: `133;C`. */
  | { readonly kind: 'command'; readonly shell?: string; readonly line?: string }
  /** What it executed, as its history has it: `133;L;` and what history(1) of bash prints. Our own: a shell prints that without a fork. */
  | { readonly kind: 'line'; readonly shell?: string; readonly line: string }
  /** The command has ended: `133;D;STATUS`. */
  | { readonly kind: 'end'; readonly shell?: string; readonly status?: number }
  /** Whoever is at the shell asks for something, and the shell waits for BEL: `133;R;` and the words. Our own. */
  | { readonly kind: 'request'; readonly shell?: string; readonly words: readonly string[] }
  /** The alternate screen, on which full-screen programs draw, was turned on or off. */
  | { readonly kind: 'screen'; readonly isAlternate: boolean }

/** An event, and the text that tells it. */
export interface MarkedText {
  readonly event: TerminalEvent
  readonly raw: string
}

/** Reads a stream of terminal text, however it is cut into pieces. Every other control sequence is text. */
export function promptMarkReader(): (piece: string) => TerminalEvent[] {
  const read = markedTextReader()
  return piece => read(piece).map(({ event }) => event)
}

/** The same with the text of each event: together they are the stream. */
export function markedTextReader(): (piece: string) => MarkedText[] {
  let held = ''
  return piece => {
    const text = held + piece
    const end = completeUntil(text)
    held = text.slice(end)
    return markedIn(text.slice(0, end))
  }
}

/** Characters of a mark; a longer one is text. */
const longestMark = 64 * 1024

/** Where an unfinished sequence begins that may become a mark. */
function completeUntil(text: string): number {
  const begin = text.lastIndexOf('\x1b')
  // The terminator of a mark begins with an escape as well.
  const before = begin === text.length - 1 ? text.lastIndexOf('\x1b', begin - 1) : -1
  const found = [before, begin].find(at => at >= 0 && isUnfinished(text.slice(at)))
  return found === undefined || text.length - found > longestMark ? text.length : found
}

const isUnfinished = (text: string) =>
  markBegin.startsWith(text) ||
  (text.startsWith(markBegin) &&
    /^(L;[^\x07\x1b]*|[^\x00-\x1f]*)\x1b?$/.test(text.slice(markBegin.length))) ||
  /^\x1b\[(\?[\d;]{0,32})?$/.test(text)

const markBegin = '\x1b]133;'

const sequence = /\x1b\]133;(L;[^\x07\x1b]*|[^\x00-\x1f]*)(?:\x07|\x1b\\)|\x1b\[\?([\d;]+)([hl])/g

function markedIn(text: string): MarkedText[] {
  const marked: MarkedText[] = []
  const plain = (raw: string) => {
    if (raw !== '') marked.push({ event: { kind: 'text', text: raw }, raw })
  }
  let from = 0
  for (const match of text.matchAll(sequence)) {
    const [raw, mark, modes = '', switched] = match
    const event = mark === undefined ? screenEvent(modes, switched === 'h') : markEvent(mark)
    if (!event) continue
    plain(text.slice(from, match.index))
    marked.push({ event, raw })
    from = match.index + raw.length
  }
  plain(text.slice(from))
  return marked
}

/** Private modes of xterm; all of them switch to the alternate screen. */
const screenModes = ['47', '1047', '1049']

function screenEvent(modes: string, isAlternate: boolean): TerminalEvent | undefined {
  return modes.split(';').some(mode => screenModes.includes(mode))
    ? { kind: 'screen', isAlternate }
    : undefined
}

function markEvent(mark: string): TerminalEvent | undefined {
  if (mark.length > longestMark) return undefined
  const told = /^L;(?:aid=(\w+);)? *\d+[* ] (.*)$/s.exec(mark)
  if (told) {
    const [, shell, line = ''] = told
    return { kind: 'line', ...(shell && { shell }), line: line.replaceAll('\r\n', '\n').trimEnd() }
  }
  const asked = /^R;aid=(\w+);(.*)$/.exec(mark)
  if (asked) {
    const [, shell = '', words = ''] = asked
    return { kind: 'request', shell, words: shellUnquote(words).split(wordSeparator).filter(Boolean) }
  }
  // A quoted line may itself contain semicolons, so it comes last.
  const at = mark.indexOf(';cmdline=')
  const [kind = '', ...options] = (at < 0 ? mark : mark.slice(0, at)).split(';')
  const id = optionOf(options, 'aid')
  const shell = id === undefined ? {} : { shell: id }
  const event = Object.hasOwn(eventOf, kind) ? eventOf[kind] : undefined
  return event?.(shell, options, at < 0 ? undefined : mark.slice(at + ';cmdline='.length))
}

/** Unit separator, between the words of a request. */
const wordSeparator = '\x1f'

type Shell = { readonly shell?: string }

const eventOf: Readonly<
  Record<string, (shell: Shell, options: readonly string[], line?: string) => TerminalEvent>
> = {
  A: (shell, options) => ({ kind: optionOf(options, 'k') === 's' ? 'continuation' : 'prompt', ...shell }),
  C: (shell, _options, line) => ({
    kind: 'command',
    ...shell,
    ...(line !== undefined && { line: shellUnquote(line) }),
  }),
  D: (shell, [status = '']) => ({
    kind: 'end',
    ...shell,
    ...(/^\d{1,3}$/.test(status) && { status: Number(status) }),
  }),
}

const optionOf = (options: readonly string[], name: string) =>
  options.find(option => option.startsWith(`${name}=`))?.slice(name.length + 1)
